// SPDX-License-Identifier: Apache-2.0
// rustc send.rs && ./send USER TEXT
//
// Sends a message from Rust, without a process.

use std::ffi::{CStr, CString};
use std::os::raw::c_char;
use std::ptr::null;

/// struct msgr_request
#[repr(C)]
struct Request {
    size: usize,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    id: *const c_char,
    title: *const c_char,
    icon: *const c_char,
    category: *const c_char,
    replaces: *const c_char,
    retracts: *const c_char,
    actions: *const *const c_char,
    expires: u32,
    flags: u32,
    urgency: i32,
    until: i32,
    deadline: i64,
}

/// struct msgr_outcome
#[repr(C)]
struct Outcome {
    size: usize,
    code: u32,
    state: i32,
    recipients: u32,
    failures: u32,
    flags: u32,
    id: [c_char; 33],
    reason: [c_char; 263],
    answer: [c_char; 1024],
}

#[link(name = "messngr")]
extern "C" {
    fn msgr_send(request: *const Request, outcome: *mut Outcome) -> u32;
}

/// Sends a message; returns its id, or the reason and the code of a failure.
fn send(to: &str, text: &str) -> Result<String, String> {
    let to = CString::new(to).map_err(|error| error.to_string())?;
    let text = CString::new(text).map_err(|error| error.to_string())?;
    let size = std::mem::size_of::<Request>();
    let request = Request {
        size, to: to.as_ptr(), text: text.as_ptr(), from: null(), id: null(), title: null(), icon: null(),
        category: null(), replaces: null(), retracts: null(), actions: null(), expires: 0, flags: 0,
        urgency: 0, until: 0, deadline: 0,
    };
    // All fields of an outcome may be zero.
    let mut outcome: Outcome = unsafe { std::mem::zeroed() };
    outcome.size = std::mem::size_of::<Outcome>();
    let code = unsafe { msgr_send(&request, &mut outcome) };
    let string = |text: &[c_char]| unsafe { CStr::from_ptr(text.as_ptr()) }.to_string_lossy().into_owned();
    if code == 0 { Ok(string(&outcome.id)) } else { Err(format!("{} ({})", string(&outcome.reason), code)) }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if words.len() != 3 {
        std::process::exit(64);
    }
    match send(&words[1], &words[2]) {
        Ok(id) => println!("{}", id),
        Err(reason) => {
            eprintln!("{}", reason);
            std::process::exit(1);
        }
    }
}
