//! The permanent codes, one table. A code is never given another meaning.

use std::fmt;

/// `SPnnnn`. 01xx text and syntax, 02xx names and structure, 03xx types and values, 04xx scores and
/// bands, 05xx journeys, 06xx risks and plays, 07xx lints, 080x templates, 082x metrics, 084x tests, 086x
/// files beside a playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u16);

impl Code {
    /// True for mistakes of text and syntax: what stands there could not be read.
    #[must_use]
    pub fn is_syntax(self) -> bool {
        self.0 < 200
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SP{:04}", self.0)
    }
}

/// Every code with its title.
pub const CODES: &[(Code, &str)] = &[
    (Code(101), "the first line is not `stageplay 1`"),
    (Code(102), "a word that does not belong here"),
    (Code(103), "something is missing"),
    (Code(104), "an unclosed bracket"),
    (Code(105), "a bracket that closes nothing"),
    (Code(106), "an unclosed text"),
    (Code(107), "an unclosed fence"),
    (Code(108), "nested too deeply"),
    (Code(109), "a number or unit written another way"),
    (Code(110), "a date that does not exist"),
    (Code(111), "an operator of another language"),
    (Code(112), "`is` with `or`"),
    (Code(113), "a character that has no place in a playbook"),
    (Code(115), "a file that is too large or not text"),
    (Code(201), "a name that does not exist"),
    (Code(202), "a name given twice"),
    (Code(203), "a cycle"),
    (Code(204), "a playbook without its header, account, id or revenue"),
    (Code(205), "a clause given twice"),
    (Code(206), "a required clause that is missing"),
    (Code(207), "a name that is a reserved word"),
    (Code(208), "a clause that does not fit what is around it"),
    (Code(301), "two kinds of value that do not go together"),
    (Code(302), "a word that is not one of the choices"),
    (Code(303), "a `by` that does not cover every case"),
    (Code(304), "a comparison that cannot be true"),
    (Code(305), "a function called the wrong way"),
    (Code(306), "a value outside its range"),
    (Code(307), "a value of the wrong kind"),
    (Code(308), "an order asked of something that has none"),
    (Code(309), "a value that must be written out"),
    (Code(310), "a question about a list that could be read two ways"),
    (Code(311), "a list, or a field of its records, where a value of the account belongs"),
    (Code(312), "a name that is not one of a list's records"),
    (Code(313), "something the records of a list do not have"),
    (Code(401), "weights that do not add up"),
    (Code(402), "bands that do not descend"),
    (Code(403), "steps that do not ascend or do not end"),
    (Code(404), "worst and best are the same"),
    (Code(405), "a script that does not compile"),
    (Code(406), "a scorecard without parts or bands"),
    (Code(501), "stages that do not follow each other"),
    (Code(601), "a play without what opens it"),
    (Code(602), "a due date or business day that cannot be counted"),
    (Code(603), "a risk level given twice"),
    (Code(701), "a condition that is always true"),
    (Code(702), "a declaration that nothing uses"),
    (Code(703), "an `allow` that silences nothing"),
    (Code(704), "a success that cannot be reached, or is there from the beginning"),
    (Code(705), "a stage that no account can reach"),
    (Code(706), "a way back and a way on that are open at once"),
    (Code(707), "an indicator that disappears where a count is zero"),
    (Code(708), "a group in which nothing counts"),
    (Code(709), "a cap or floor that can never matter"),
    (Code(710), "an escalation that tells nobody new"),
    (Code(711), "a capacity of a role that owns nothing"),
    (Code(801), "a change that hits nothing"),
    (Code(802), "two changes of one place"),
    (Code(803), "a template that is not there"),
    (Code(804), "playbooks that extend each other"),
    (Code(805), "a required setting that is not set"),
    (Code(806), "a name of former days"),
    (Code(807), "a former name that is still in use"),
    (Code(808), "a change that does not fit what it changes"),
    (Code(820), "a metric that reads what is not known at the start of its period"),
    (Code(840), "a fixture that does not exist"),
    (Code(841), "fixtures that cannot be read"),
    (Code(842), "a fixture that is no account of this playbook"),
    (Code(860), "a script file that is not there"),
];

/// The title of a code.
#[must_use]
pub fn describe(code: Code) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, title)| *title)
}
