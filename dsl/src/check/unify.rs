//! Which kinds go together, and as what.

use crate::types::Type;

/// The kind both have where one stands beside the other; `None` where they do not go together.
pub(super) fn unify(left: &Type, right: &Type) -> Option<Type> {
    if left == right {
        return Some(left.clone());
    }
    if !left.is_plain() || !right.is_plain() {
        return None;
    }
    let parts = |ty: &Type| matches!(ty, Type::Percent | Type::Ratio);
    Some(if parts(left) && parts(right) { Type::Ratio } else { Type::Number })
}

/// The kind of a sum or difference of two numbers.
pub(super) fn sum(left: &Type, right: &Type) -> Option<Type> {
    unify(left, right).filter(|ty| ty.is_numeric() && !is_calendar(ty))
}

/// The kind of a product: a unit times a plain number keeps the unit.
pub(super) fn product(left: &Type, right: &Type) -> Option<Type> {
    match (left.is_plain(), right.is_plain()) {
        (true, true) => Some(match (left, right) {
            (Type::Percent | Type::Ratio, Type::Percent | Type::Ratio) => Type::Ratio,
            (Type::Count, Type::Count) => Type::Count,
            _ => Type::Number,
        }),
        (true, false) => Some(right.clone()).filter(has_unit),
        (false, true) => Some(left.clone()).filter(has_unit),
        (false, false) => None,
    }
}

/// The kind of a quotient: a unit over itself is a ratio, over a plain number it keeps the unit.
pub(super) fn quotient(left: &Type, right: &Type) -> Option<Type> {
    if has_unit(left) {
        return if left == right { Some(Type::Ratio) } else { Some(left.clone()).filter(|_| right.is_plain()) };
    }
    if !left.is_plain() || !right.is_plain() {
        return None;
    }
    Some(match (left, right) {
        (Type::Number, _) | (_, Type::Number) => Type::Number,
        (same, other) if same == other => Type::Ratio,
        (Type::Percent | Type::Ratio, Type::Percent | Type::Ratio) => Type::Ratio,
        _ => Type::Number,
    })
}

/// True for amounts that can be halved and doubled: money, days, hours.
pub(super) fn has_unit(ty: &Type) -> bool {
    matches!(ty, Type::Money(_) | Type::Days | Type::Hours)
}

/// True for months and business days, whose length depends on the calendar.
pub(super) fn is_calendar(ty: &Type) -> bool {
    matches!(ty, Type::Months | Type::BusinessDays)
}

#[cfg(test)]
mod tests {
    use super::{product, quotient, unify};
    use crate::types::Type;

    #[test]
    fn units_are_kept_cancelled_or_refused() {
        let (usd, eur) = (Type::Money("USD".into()), Type::Money("EUR".into()));
        assert_eq!(product(&usd, &Type::Ratio), Some(usd.clone()));
        assert_eq!(product(&usd, &Type::Days), None);
        assert_eq!(quotient(&usd, &usd), Some(Type::Ratio));
        assert_eq!(quotient(&usd, &eur), None);
        assert_eq!(quotient(&Type::Count, &Type::Count), Some(Type::Ratio));
        assert_eq!(quotient(&Type::Number, &Type::Days), None);
        assert_eq!(unify(&Type::Percent, &Type::Number), Some(Type::Number));
        assert_eq!(unify(&usd, &eur), None);
        assert_eq!(product(&Type::Months, &Type::Number), None);
    }
}
