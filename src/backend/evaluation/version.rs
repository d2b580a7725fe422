//! Versions of operating systems and browsers, compared part by part as numbers; missing parts count as 0.

use std::cmp::Ordering;

/// A version such as `14.4` or `10.0.22631.3007`.
#[derive(Debug, Clone)]
pub struct Version(Vec<u64>);

impl Version {
    /// Reads what a device reports: the digits and dots at its start (`14.4.1 (23E224)` is 14.4.1).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text
            .find(|character: char| !character.is_ascii_digit() && character != '.')
            .unwrap_or(text.len());
        Self::strict(text[..end].trim_end_matches('.'))
    }

    /// Reads what an administrator writes: digits and single dots only.
    pub fn strict(text: &str) -> Option<Self> {
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        text.split('.')
            .map(|part| part.parse().ok().filter(|_| digits(part)))
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The version below all others.
    pub(super) fn zero() -> Self {
        Self(Vec::new())
    }

    /// Its first `count` parts.
    pub(super) fn first(&self, count: usize) -> Self {
        Self(self.0.iter().copied().take(count).collect())
    }

    /// How many parts it has.
    pub fn parts(&self) -> usize {
        self.0.len()
    }

    /// The part at `index`, 0 where it has none.
    pub fn part(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or_default()
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        (0..self.parts().max(other.parts()))
            .map(|index| self.part(index).cmp(&other.part(index)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn parts_are_compared_as_numbers_and_missing_ones_are_zero() {
        assert!(version("14.10") > version("14.9.9"));
        assert_eq!(version("14.4"), version("14.4.0"));
        assert!(version("10.0.22631.3007") < version("10.0.22631.30070"));
        assert!(version("9") < version("10"));
    }

    #[test]
    fn a_build_number_behind_the_version_is_not_part_of_it() {
        assert_eq!(version("14.4.1 (23E224)"), version("14.4.1"));
        assert!(Version::parse("Sonoma").is_none());
        assert!(Version::parse("").is_none());
    }

    #[test]
    fn an_administrators_version_is_digits_and_single_dots() {
        assert!(Version::strict("14.4").is_some());
        for bad in [
            "",
            "14.",
            ".4",
            "14..4",
            "14.4b",
            "+14",
            "14.4 ",
            "99999999999999999999999",
        ] {
            assert!(Version::strict(bad).is_none(), "{bad} must be refused");
        }
    }
}
