//! Columns of numbers and of days, whole columns at a time.

use super::super::number::parse_percent;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, Date32Array, Float64Array, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

/// The greatest whole number up to which a double holds all.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// The numbers of a column; `None` where it holds none.
#[allow(clippy::cast_precision_loss, reason = "as when the digits are read: the nearest double")]
pub(super) fn numbers(array: &dyn Array) -> Option<Float64Array> {
    Some(match array.data_type() {
        DataType::Int8 => array.as_primitive::<Int8Type>().unary(f64::from),
        DataType::Int16 => array.as_primitive::<Int16Type>().unary(f64::from),
        DataType::Int32 => array.as_primitive::<Int32Type>().unary(f64::from),
        DataType::Int64 => array.as_primitive::<Int64Type>().unary(|value| value as f64),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().unary(f64::from),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().unary(f64::from),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().unary(f64::from),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().unary(|value| value as f64),
        DataType::Float32 => array.as_primitive::<Float32Type>().unary(f64::from),
        DataType::Float64 => array.as_primitive::<Float64Type>().clone(),
        DataType::Decimal32(_, scale) => decimals(array.as_primitive::<Decimal32Type>(), *scale, i128::from),
        DataType::Decimal64(_, scale) => decimals(array.as_primitive::<Decimal64Type>(), *scale, i128::from),
        DataType::Decimal128(_, scale) => decimals(array.as_primitive::<Decimal128Type>(), *scale, |value| value),
        DataType::Decimal256(_, scale) => {
            decimals(array.as_primitive::<Decimal256Type>(), *scale, |value| value.to_i128().unwrap_or(i128::MAX))
        }
        _ => return None,
    })
}

/// Both parts of the quotient are exact as a rule, so it is rounded once, as when the digits are read.
#[allow(clippy::cast_precision_loss, reason = "asked for before")]
fn decimals<T: DecimalType>(array: &PrimitiveArray<T>, scale: i8, whole: impl Fn(T::Native) -> i128) -> Float64Array {
    let power = 10f64.powi(i32::from(scale).clamp(0, 22));
    let exact = (0..=22).contains(&scale);
    let read = |value: T::Native, at: usize| {
        let digits = whole(value);
        if exact && digits.unsigned_abs() <= 1 << 53 {
            return digits as f64 / power;
        }
        array.value_as_string(at).parse().unwrap_or(f64::NAN)
    };
    (0..array.len()).map(|at| array.is_valid(at).then(|| read(array.value(at), at))).collect()
}

/// Numbers that are percentages, as fractions.
pub(super) fn fractions(numbers: &Float64Array) -> Float64Array {
    numbers.unary(fraction)
}

/// As when the point is moved in the digits: most percentages have few of them, and a quotient of whole numbers is
/// rounded once.
fn fraction(percent: f64) -> f64 {
    const MILLION: f64 = 1e6;
    if percent.fract() == 0.0 && percent.abs() <= WHOLE {
        return percent / 100.0;
    }
    let digits = (percent * MILLION).round();
    if digits.abs() < 1e15 && (digits / MILLION).to_bits() == percent.to_bits() {
        return digits / (MILLION * 100.0);
    }
    parse_percent(&format!("{percent:e}")).unwrap_or(f64::NAN)
}

/// The days of a column of dates or times; `None` where it holds none. A day that no date names is one far away.
pub(super) fn days(array: &dyn Array) -> Option<Date32Array> {
    const DAY: i64 = 86_400;
    let day = |seconds: i64| i32::try_from(seconds.div_euclid(DAY)).unwrap_or(i32::MAX);
    let (unit, shift) = match array.data_type() {
        DataType::Date32 => return Some(array.as_primitive::<Date32Type>().clone()),
        DataType::Date64 => {
            return Some(array.as_primitive::<Date64Type>().unary(|value| day(value.div_euclid(1000))));
        }
        DataType::Timestamp(unit, zone) => (unit, zone.as_deref().map_or(Some(0), offset)?),
        _ => return None,
    };
    let local = |value: i64, per_second: i64| day(value.div_euclid(per_second).saturating_add(shift));
    Some(match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().unary(|value| local(value, 1)),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().unary(|value| local(value, 1000)),
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().unary(|value| local(value, 1_000_000))
        }
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().unary(|value| local(value, 1_000_000_000))
        }
    })
}

/// How many seconds a zone is ahead, where it is always the same.
pub(super) fn offset(zone: &str) -> Option<i64> {
    if ["UTC", "Etc/UTC", "GMT", "Z"].contains(&zone) {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::{days, fraction, numbers, offset};
    use arrow_array::{Array, Decimal128Array, Int64Array, TimestampMillisecondArray};

    #[test]
    fn a_percent_is_the_fraction_that_its_digits_say() {
        for (percent, wanted) in [(35.0, 0.35), (35.7, 0.357), (-7.0, -0.07), (0.1 + 0.2, 0.003_000_000_000_000_000_4)]
        {
            assert_eq!(fraction(percent), wanted, "{percent}");
        }
        assert_ne!(fraction(35.7), 35.7 / 100.0);
    }

    #[test]
    fn decimals_are_rounded_once() {
        let cents = Decimal128Array::from(vec![Some(110), None]).with_precision_and_scale(10, 2).unwrap();
        let read = numbers(&cents).unwrap();
        assert_eq!((read.value(0), read.is_null(1)), (1.1, true));
        let long = Decimal128Array::from(vec![123_456_789_012_345_678_901]).with_precision_and_scale(38, 20).unwrap();
        assert_eq!(numbers(&long).unwrap().value(0), 1.234_567_890_123_456_8);
        assert!(days(&Int64Array::from(vec![1])).is_none());
    }

    #[test]
    fn a_time_is_of_the_day_at_its_own_place() {
        let late = 86_400_000 - 1;
        let day = |zone: Option<&str>, time: i64| {
            let array =
                TimestampMillisecondArray::from(vec![time]).with_timezone_opt(zone.map(std::sync::Arc::<str>::from));
            days(&array).unwrap().value(0)
        };
        assert_eq!([day(None, late), day(Some("UTC"), late), day(Some("+01:00"), late), day(None, -1)], [0, 0, 1, -1]);
        assert_eq!((offset("-05:30"), offset("Europe/London"), offset("")), (Some(-19_800), None, None));
    }
}
