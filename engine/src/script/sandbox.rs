//! What a script may do: compute, within limits.

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Engine, EvalAltResult, INT, ImmutableString};

/// The longest text a script may make, in bytes.
const MOST_TEXT: usize = 1_024;

/// An engine without modules, files, printing, clock or chance. Its budget is far above what a score needs and
/// far below what anyone would notice.
pub(super) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    // Neither the language core, which can sleep, nor the clock is among them.
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicFnPackage::new().register_into_engine(&mut engine);
    // The package's own never ends where there is nothing to fill up with.
    engine.register_fn("pad", pad);
    for symbol in ["eval", "import", "export", "print", "debug"] {
        engine.disable_symbol(symbol);
    }
    engine.set_max_modules(0);
    engine.set_max_operations(20_000);
    engine.set_max_call_levels(16);
    engine.set_max_expr_depths(64, 32);
    engine.set_max_variables(128);
    engine.set_max_functions(32);
    engine.set_max_string_size(MOST_TEXT);
    engine.set_max_array_size(256);
    engine.set_max_map_size(128);
    engine
}

/// Fills a text up to so many letters; the last filling is cut off where it is too long.
fn pad(text: &mut ImmutableString, length: INT, filling: &str) -> Result<(), Box<EvalAltResult>> {
    let length = usize::try_from(length).unwrap_or(0);
    let missing = length.saturating_sub(text.chars().count());
    if missing == 0 {
        return Ok(());
    }
    if filling.is_empty() || length > MOST_TEXT {
        let why =
            if filling.is_empty() { "nothing to fill a text up with" } else { "a text of more than 1024 letters" };
        return Err(why.into());
    }
    text.make_mut().extend(filling.chars().cycle().take(missing));
    Ok(())
}
