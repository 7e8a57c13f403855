//! The hash of everything that is stored: duplicates and batches in SQLite, fingerprints of findings in SARIF and GitLab
//! reports, names and heads of caches.
//!
//! This is version 1, and it is frozen: with another one, translation memories would take units they have for new ones, and
//! the services that read reports would take old findings for new ones. A second version needs a name of its own and a
//! migration of what is stored. Tables in memory use [`super::hash()`], which may change.

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The 64-bit FNV-1a hash of a sequence of texts; their order and borders count.
///
/// Different texts hardly ever share a hash by chance, but it is not collision-resistant against an attacker. Usable at
/// compile time. Cost: one pass, half a gigabyte per second.
pub const fn stable_hash(texts: &[&str]) -> u64 {
    let mut hash = OFFSET_BASIS;
    let mut i = 0;
    while i < texts.len() {
        let bytes = texts[i].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(PRIME);
            at += 1;
        }
        hash = (hash ^ 0xff).wrapping_mul(PRIME); // keeps ["ab", "c"] and ["a", "bc"] apart
        i += 1;
    }
    hash
}

/// A hash that takes in one more number: what a batch of units holds, the number of a finding among equal ones.
pub const fn stable_hash_with(hash: u64, number: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ number).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores and reports of every release have these values.
    #[test]
    fn the_values_of_version_1_stay() {
        assert_eq!(stable_hash(&[]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash(&["a"]), 0x089b_c907_b544_c769);
        assert_eq!(stable_hash(&["vi", "nhà Đại đoàn kết"]), 0x1df6_1c7b_9d63_da12);
        assert_eq!(stable_hash_with(0, 1), 0x9e37_79bd_8ef1_b1de);
        assert_eq!(stable_hash_with(stable_hash(&["a"]), 7), 0xf129_028c_8c7a_43c7);
    }

    #[test]
    fn every_text_and_every_border_changes_the_hash() {
        let hashes = [stable_hash(&["ab", "c"]), stable_hash(&["a", "bc"]), stable_hash(&["abc"]), stable_hash(&[])];
        for (i, a) in hashes.iter().enumerate() {
            assert!(hashes[i + 1..].iter().all(|b| a != b));
        }
    }
}
