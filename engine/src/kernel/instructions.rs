//! Which vector instructions a loop uses: the best that the processor has, found out when the program runs.
//!
//! Every loop of this room is compiled once for each set of instructions. None of them fuses a multiplication with an
//! addition or changes the order of sums, so that all sets say the same to the last bit.

use fearless_simd::{Level, Simd};
use std::sync::OnceLock;

/// A set of vector instructions that others may be held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// What every processor of the kind has.
    Baseline,
    /// Four numbers at a time (x86-64-v3).
    Avx2,
}

static CHOSEN: OnceLock<Level> = OnceLock::new();

/// No better instructions than these from now on, for comparing sets with each other. Only the first call counts, and
/// only before anything is evaluated; what the processor does not have is not used either.
pub fn at_most(instructions: Instructions) {
    let best = Level::new();
    let level = match instructions {
        Instructions::Baseline => Some(Level::baseline()),
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx2 => best.as_avx2().map(Level::Avx2),
        #[cfg(not(target_arch = "x86_64"))]
        Instructions::Avx2 => None,
    };
    CHOSEN.get_or_init(|| level.unwrap_or(best));
}

/// Runs a loop with the best instructions.
#[inline(always)]
pub(super) fn vectorized<R>(run: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        let level = *CHOSEN.get_or_init(Level::new);
        if let Some(avx512) = level.as_avx512() {
            return avx512.vectorize(run);
        }
        // What is below it is chosen too: a limit may stand there.
        if let Level::Avx2(avx2) = level {
            return avx2.vectorize(run);
        }
    }
    run()
}
