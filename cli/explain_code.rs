//! `stageplay explain-code`: the page about a code.

use crate::args::ExplainCodeArgs;
use crate::exit::{Exit, Fault};
use crate::view::{page, terminal};
use stageplay_dsl::diagnostic::{CODES, Code, near};
use stageplay_dsl::report::visible;

/// Prints the page of a code.
pub fn explain_code(args: &ExplainCodeArgs) -> Result<Exit, Fault> {
    let code = read(&args.code);
    let text = code.and_then(page_of).ok_or_else(|| unknown(&args.code, code))?;
    terminal::print(&page::show(text, terminal::width()))?;
    Ok(Exit::Done)
}

/// `SP0302`, in either case; the letters and the zeros in front may be left out.
fn read(text: &str) -> Option<Code> {
    let text = text.trim().to_ascii_uppercase();
    let digits = text.strip_prefix("SP").unwrap_or(&text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok().map(Code) } else { None }
}

fn unknown(text: &str, code: Option<Code>) -> Fault {
    let what = format!("there is no code `{}`", visible(text));
    let near = match code {
        // The codes of a hundred are about the same things.
        Some(Code(number)) => {
            let alike = CODES.iter().map(|(code, _)| *code).filter(|code| code.0 / 100 == number / 100);
            alike.min_by_key(|code| code.0.abs_diff(number)).map(|code| code.to_string())
        }
        None => {
            let all: Vec<String> = CODES.iter().map(|(code, _)| code.to_string()).collect();
            near::nearest(text, all.iter().map(String::as_str)).map(str::to_owned)
        }
    };
    Fault::helped(
        what,
        Some(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`stageplay check` prints the code of each mistake it finds, such as `SP0302`".to_owned(),
        }),
    )
}

fn page_of(code: Code) -> Option<&'static str> {
    let name = format!("{:04}", code.0);
    PAGES.iter().find(|(number, _)| *number == name).map(|(_, text)| *text)
}

macro_rules! pages {
    ($($number:literal)*) => {
        &[$(($number, include_str!(concat!("../docs/diagnostics/SP", $number, ".md")))),*]
    };
}

/// The pages of all codes, with their numbers.
const PAGES: &[(&str, &str)] = pages!(
    "0101" "0102" "0103" "0104" "0105" "0106" "0107" "0108" "0109" "0110" "0111" "0112"
    "0113" "0115"
    "0201" "0202" "0203" "0204" "0205" "0206" "0207" "0208"
    "0301" "0302" "0303" "0304" "0305" "0306" "0307" "0308" "0309" "0310" "0311" "0312"
    "0313"
    "0401" "0402" "0403" "0404" "0405" "0406"
    "0501"
    "0601" "0602" "0603"
    "0701" "0702" "0703" "0704" "0705" "0706" "0707" "0708" "0709" "0710" "0711"
    "0801" "0802" "0803" "0804" "0805" "0806" "0807" "0808"
    "0820"
    "0840" "0841" "0842"
    "0860"
);

#[cfg(test)]
mod tests {
    use super::{PAGES, page_of, read};
    use stageplay_dsl::diagnostic::{CODES, Code};

    #[test]
    fn every_code_has_its_page_and_nothing_else_has() {
        for (code, title) in CODES {
            let page = page_of(*code).unwrap_or_else(|| panic!("{code} has no page"));
            assert!(page.starts_with(&format!("# {code}: {title}\n")), "{code}");
        }
        assert_eq!(PAGES.len(), CODES.len());
    }

    #[test]
    fn a_code_may_be_written_shorter() {
        for text in ["SP0301", "sp0301", "Sp301", "0301", "301", " 301 "] {
            assert_eq!(read(text), Some(Code(301)), "{text}");
        }
        for text in ["", "SP", "SP-301", "+301", "SP3x1", "99999999", "三"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
