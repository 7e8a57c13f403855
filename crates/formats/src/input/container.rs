//! Packed files: gzip, and a zip with one file in it. Nothing is written anywhere, so no path of an archive matters.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use crate::ReadError;

/// What unpacks to more than this many times its size is no text.
const HIGHEST_RATIO: u64 = 100;

/// Below this many bytes the ratio does not matter.
const SMALL: u64 = 16 << 20;

/// Opens a file that may be packed; the name is the one inside.
pub(super) fn open<'r>(
    name: &str,
    mut file: impl Read + Seek + Send + 'r,
) -> Result<(String, Box<dyn Read + Send + 'r>), ReadError> {
    let mut magic = [0; 4];
    let length = read_up_to(&mut file, &mut magic).map_err(ReadError::from)?;
    file.seek(SeekFrom::Start(0)).map_err(ReadError::from)?;
    match &magic[..length] {
        [0x1f, 0x8b, ..] => {
            let packed = Counted { inner: file, count: Arc::default() };
            let count = Arc::clone(&packed.count);
            let inner = Bounded { inner: MultiGzDecoder::new(packed), packed: count, unpacked: 0, check: None };
            Ok((name.strip_suffix(".gz").unwrap_or(name).to_owned(), Box::new(inner)))
        }
        b"PK\x03\x04" | b"PK\x05\x06" => unzip(file),
        _ => Ok((name.to_owned(), Box::new(file))),
    }
}

fn unzip<'r>(file: impl Read + Seek + Send + 'r) -> Result<(String, Box<dyn Read + Send + 'r>), ReadError> {
    let bad = |error: zip::result::ZipError| ReadError::new(0, format!("the zip archive cannot be read: {error}"));
    let mut archive = ZipArchive::new(file).map_err(bad)?;
    let mut members = Vec::new();
    for number in 0..archive.len() {
        let member = archive.by_index_raw(number).map_err(bad)?;
        let name = member.name().map_err(bad)?.into_owned();
        let hidden = name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
        if member.is_file() && !hidden {
            members.push((number, name));
        }
    }
    let (number, name) = match members.as_slice() {
        [one] => one.clone(),
        [] => return Err(ReadError::new(0, "the zip archive holds no file")),
        several => {
            let names: Vec<&str> = several.iter().take(5).map(|(_, name)| name.as_str()).collect();
            let message = format!(
                "the zip archive holds {} files ({}, …); unpack it and name the one you mean",
                several.len(),
                names.join(", ")
            );
            return Err(ReadError::new(0, message));
        }
    };
    let (start, size, method, crc) = {
        let member = archive.by_index_raw(number).map_err(bad)?;
        if member.encrypted() {
            return Err(ReadError::new(0, format!("`{name}` in the zip archive is encrypted; unpack it first")));
        }
        (member.data_start().unwrap_or_default(), member.compressed_size(), member.compression(), member.crc32())
    };
    let mut file = archive.into_inner();
    file.seek(SeekFrom::Start(start)).map_err(ReadError::from)?;
    let packed = Counted { inner: file.take(size), count: Arc::default() };
    let count = Arc::clone(&packed.count);
    let inner: Box<dyn Read + Send + 'r> = match method {
        CompressionMethod::Stored => Box::new(packed),
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
        other => return Err(ReadError::new(0, format!("`{name}` is packed with {other}; unpack it first"))),
    };
    let check = Some((crc, crc32fast::Hasher::new()));
    Ok((name, Box::new(Bounded { inner, packed: count, unpacked: 0, check })))
}

/// Fills as much of `buffer` as there is.
pub(super) fn read_up_to(from: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match from.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Counts what is read through it.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops at a ratio that no text has, and at a checksum that is not right.
struct Bounded<R> {
    inner: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    check: Option<(u32, crc32fast::Hasher)>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: io::Error| {
            let message = format!("the packed file is damaged ({error}); make or download it again");
            io::Error::other(ReadError::new(0, message))
        };
        let read = self.inner.read(out).map_err(damaged)?;
        self.unpacked += read as u64;
        if self.unpacked > SMALL && self.unpacked / HIGHEST_RATIO > self.packed.load(Ordering::Relaxed) {
            let message =
                format!("the packed file unpacks to more than {HIGHEST_RATIO} times its size; unpack it first");
            return Err(io::Error::other(ReadError::new(0, message)));
        }
        if let Some((wanted, hasher)) = &mut self.check {
            hasher.update(&out[..read]);
            if read == 0 && !out.is_empty() && hasher.clone().finalize() != *wanted {
                return Err(damaged(io::Error::other("its checksum is another")));
            }
        }
        Ok(read)
    }
}
