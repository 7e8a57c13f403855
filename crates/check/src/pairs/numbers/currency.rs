//! Amounts that are in another currency and as large.

use gloss_core::lang::Amount;

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
        /// They stand on either side.
        const SIGNS: [(&str, Currency); 6] = [
            ("VND", Currency::Dong),
            ("VNĐ", Currency::Dong),
            ("USD", Currency::Dollar),
            ("$", Currency::Dollar),
            ("EUR", Currency::Euro),
            ("€", Currency::Euro),
        ];
        /// They stand behind: `hội đồng 2024` is a council.
        const WORDS: [(&str, Currency); 7] = [
            ("đồng", Currency::Dong),
            ("dong", Currency::Dong),
            ("US dollar", Currency::Dollar),
            ("dollar", Currency::Dollar),
            ("đô la", Currency::Dollar),
            ("đô-la", Currency::Dollar),
            ("euro", Currency::Euro),
        ];
        /// `5.000 đồng bào` are people.
        const PEOPLE: [&str; 3] = [" bào", " chí", " đội"];
        let (before, behind) = (text[..amount.start].trim_end(), text[amount.end..].trim_start());
        let ends = |rest: &str| {
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            !rest.starts_with(char::is_alphanumeric) && !PEOPLE.iter().any(|word| rest.starts_with(word))
        };
        let first = SIGNS.iter().find(|(sign, _)| before.ends_with(sign));
        let stands = |(name, _): &&(&str, Self)| behind.strip_prefix(name).is_some_and(ends);
        first.or_else(|| SIGNS.iter().chain(&WORDS).find(stands)).map(|(_, currency)| *currency)
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
