//! Amounts that are in another currency and as large.

use std::sync::LazyLock;

use regex::Regex;

use crate::lang::Amount;

use super::{Difference, Numbers, SOURCE, TARGET, Unit};

/// An amount of dong that has become as many dollars.
pub(super) fn other(unit: Unit<'_>, found: &[Numbers; 2]) -> Option<Difference> {
    static DONG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)đồng\b|VNĐ|VND|\bdongs?\b").ok());
    static OTHER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)USD|\$|đô la|đô-la|\bdollars?\b|€|\beuros?\b|\bEUR\b").ok());
    let (dong, other) = (DONG.as_ref()?, OTHER.as_ref()?);
    let [from, to] = [SOURCE, TARGET].map(|side| unit.text(side));
    let [is_dong, is_other] = [dong, other].map(|currency| [currency.is_match(from), currency.is_match(to)]);
    // Of both it may be said which is which.
    if is_dong[SOURCE] == is_dong[TARGET] || is_other[SOURCE] == is_other[TARGET] || is_dong[SOURCE] == is_other[SOURCE]
    {
        return None;
    }
    let large = |amount: &Amount| amount.small().is_none_or(|number| number >= 1_000);
    let (here, amount) = found[SOURCE].iter().find(|(_, amount)| large(amount))?;
    let (there, _) = found[TARGET].iter().find(|(_, same)| same == amount)?;
    let name = |is_dong: bool| if is_dong { "dong" } else { "another currency" };
    let (a, b) = (name(is_dong[SOURCE]), name(is_dong[TARGET]));
    let message = format!("the source says `{}` in {a}, the translation `{}` in {b}", here.of(from), there.of(to));
    Some((*here, *there, message))
}
