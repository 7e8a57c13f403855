//! Files that are mapped into memory: a sealed head with parts, and typed views of the bytes in them.

pub mod bytes;
pub mod sealed;

pub use sealed::IndexError;
