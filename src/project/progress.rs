//! How whoever waits for a long job learns how far it is.

/// Called with how many more files or units are done. It may be called from several threads at once.
#[derive(Clone, Copy)]
pub struct Progress<'a>(Option<&'a (dyn Fn(usize) + Sync)>);

impl<'a> Progress<'a> {
    /// Nobody waits.
    pub const NONE: Progress<'static> = Progress(None);

    /// Calls `done` with each number of files or units that are done.
    pub fn new(done: &'a (dyn Fn(usize) + Sync)) -> Self {
        Self(Some(done))
    }

    pub(super) fn add(&self, count: usize) {
        if let Some(done) = self.0 {
            done(count);
        }
    }
}
