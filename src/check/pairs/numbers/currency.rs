//! Amounts that are in another currency and as large.

use crate::lang::Amount;

use super::{Difference, Numbers, SOURCE, Span, TARGET, Unit};

/// What money an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Currency {
    Dong,
    Dollar,
    Euro,
}

impl Currency {
    fn name(self) -> &'static str {
        match self {
            Self::Dong => "dong",
            Self::Dollar => "dollars",
            Self::Euro => "euros",
        }
    }

    /// By what stands right before and behind an amount.
    fn beside(text: &str, amount: Span) -> Option<Self> {
        const BEFORE: [(&str, Currency); 6] = [
            ("VND", Currency::Dong),
            ("VNĐ", Currency::Dong),
            ("USD", Currency::Dollar),
            ("$", Currency::Dollar),
            ("EUR", Currency::Euro),
            ("€", Currency::Euro),
        ];
        const BEHIND: [(&str, Currency); 12] = [
            ("đồng", Currency::Dong),
            ("dong", Currency::Dong),
            ("VND", Currency::Dong),
            ("VNĐ", Currency::Dong),
            ("USD", Currency::Dollar),
            ("US dollar", Currency::Dollar),
            ("dollar", Currency::Dollar),
            ("đô la", Currency::Dollar),
            ("đô-la", Currency::Dollar),
            ("EUR", Currency::Euro),
            ("euro", Currency::Euro),
            ("€", Currency::Euro),
        ];
        /// `5.000 đồng bào` are people.
        const PEOPLE: [&str; 3] = [" bào", " chí", " đội"];
        let (before, behind) = (text[..amount.start].trim_end(), text[amount.end..].trim_start());
        let stands = |name: &str| {
            let rest = behind.strip_prefix(name)?;
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            let ends = !rest.starts_with(char::is_alphanumeric) && !PEOPLE.iter().any(|word| rest.starts_with(word));
            ends.then_some(())
        };
        let first = BEFORE.iter().find(|(name, _)| before.ends_with(name));
        first.or_else(|| BEHIND.iter().find(|(name, _)| stands(name).is_some())).map(|(_, currency)| *currency)
    }
}

/// An amount of one currency that has become as much of another.
pub(super) fn different(unit: Unit<'_>, found: &[Numbers; 2]) -> Option<Difference> {
    let money = |side: usize| -> Vec<(Span, &Amount, Currency)> {
        let text = unit.text(side);
        found[side].iter().filter_map(|(span, amount)| Some((*span, amount, Currency::beside(text, *span)?))).collect()
    };
    let [from, to] = [SOURCE, TARGET].map(money);
    let (here, there, said, told) = from.iter().find_map(|(here, amount, said)| {
        let mut same = to.iter().filter(|(_, other, _)| other == amount).peekable();
        let (there, _, told) = **same.peek()?;
        same.all(|(.., other)| other != said).then_some((*here, there, *said, told))
    })?;
    let message = format!(
        "the source says `{}` in {}, the translation `{}` in {}",
        here.of(unit.text(SOURCE)),
        said.name(),
        there.of(unit.text(TARGET)),
        told.name()
    );
    Some((here, there, message))
}
