//! Uses `ErrorCode` where there is neither `std` nor an allocator.
//!
//! It builds only as long as that is so. Were `std` linked in, there would be two panic handlers; were `alloc`, the
//! compiler would ask for a global allocator.

#![no_std]
#![forbid(unsafe_code)]

use core::fmt::Write as _;
use core::panic::PanicInfo;

use masko_errors::ErrorCode;
use masko_errors::errbook::When;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Everything that a code can be asked, without an allocation.
#[must_use]
pub fn everything(text: &str) -> Option<usize> {
    let code: ErrorCode = text.parse().ok()?;
    let known = ErrorCode::ALL.contains(&code) && code.statuses().contains(&code.status());
    let texts = [code.as_str(), code.meaning(), code.remediation(), code.docs_url().unwrap_or_default()];
    let shown = texts.map(str::len).into_iter().sum::<usize>();
    let lives = code.deprecated().is_none() && code.retry().when() != When::Never;
    let mut count = Count(0);
    write!(count, "{code} {code:?}").ok()?;
    (known && lives).then_some(shown + count.0)
}

/// Counts what is written to it.
struct Count(usize);

impl core::fmt::Write for Count {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
