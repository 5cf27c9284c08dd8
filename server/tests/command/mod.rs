//! The binary, run as a command, and what it says.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Enters the first person of an empty folder.
pub const FIRST: [&str; 7] = ["enrol", "--person", "lu", "--name", "鲁明", "--subdistrict", "大城街道"];

/// A command on a folder, with no key named by whoever runs the tests.
pub fn jiefang(args: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiefang"));
    command.args(args).arg("--data").arg(data).env_remove("JIEFANG_KEY");
    command
}

/// Runs it to its end with `typed` on its standard input.
pub fn run(command: &mut Command, typed: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = piped.unwrap();
    // A command that asks for nothing may have ended already.
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    child.wait_with_output().unwrap()
}

/// The same where no file may hold a byte more than `kib`: the signal about it is ignored, as it is where the disk is full.
#[cfg(unix)]
pub fn small(command: &Command, kib: u32) -> Output {
    let line = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kib * 2);
    let mut sh = Command::new("sh");
    sh.args(["-c", &line, "sh"]).arg(command.get_program()).args(command.get_args()).env_remove("JIEFANG_KEY");
    sh.output().unwrap()
}

/// It did it; what it said.
pub fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// It failed, with one line in both languages that holds `zh` and `en`.
pub fn refused(output: &Output, zh: &str, en: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let line = said.lines().last().unwrap_or_default();
    assert!(line.contains(zh) && line.contains(en), "{said}");
}
