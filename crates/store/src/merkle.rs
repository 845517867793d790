//! Merkle root over digests, with leaves and inner nodes distinguished by a prefix as in RFC 6962.

use sha2::{Digest, Sha256};

/// Root of the leaves in their order. A node without a sibling moves up unchanged. 32 zero bytes if there are no
/// leaves.
pub(crate) fn root<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut level: Vec<[u8; 32]> =
        leaves.into_iter().map(|leaf| Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => {
                    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
                }
                [alone] => *alone,
                _ => [0; 32],
            })
            .collect();
    }
    level.first().copied().unwrap_or_default()
}

/// SHA-256 over the parts, each preceded by its length.
pub(crate) fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_depends_on_every_leaf_and_on_their_order() {
        let leaves: Vec<Vec<u8>> = (0u8..7).map(|n| vec![n; 32]).collect();
        let whole = root(leaves.iter().map(Vec::as_slice));
        for n in 0..leaves.len() {
            let mut changed = leaves.clone();
            changed[n][0] ^= 1;
            assert_ne!(whole, root(changed.iter().map(Vec::as_slice)));
        }
        let mut swapped = leaves.clone();
        swapped.swap(1, 2);
        assert_ne!(whole, root(swapped.iter().map(Vec::as_slice)));
        assert_ne!(whole, root(leaves[..6].iter().map(Vec::as_slice)));
    }

    #[test]
    fn an_inner_node_does_not_pass_for_a_leaf() {
        let (a, b) = ([1u8; 32], [2u8; 32]);
        let node = root([a.as_slice(), b.as_slice()]);
        assert_ne!(node, root([node.as_slice()]));
        assert_eq!(root([]), [0; 32]);
    }
}
