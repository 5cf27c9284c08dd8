//! The binary, started, stopped and killed.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
};

/// The binary with a task and its data folder.
pub fn jiefang(task: &str, data: &Path) -> Command {
    let binary = std::env::var_os("JIEFANG_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_jiefang").into());
    let mut command = Command::new(binary);
    command.arg(task).arg("--data").arg(data);
    command
}

/// It did what it was asked; what it said.
pub fn done(output: &Output) -> String {
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{wrong}");
    said.into_owned()
}

/// A running server.
pub struct Server {
    child: Child,
    pub port: u16,
    errors: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(data: &Path) -> Self {
        let mut command = jiefang("serve", data);
        command.args(["--port", "0", "--tick-ms", "50"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let line = log.by_ref().inspect(|line| said.push(line.clone())).find(|line| line.contains("\"listening\""));
        let line = line.unwrap_or_else(|| panic!("it never listened: {said:?}"));
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let port = line["address"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
        let errors = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&errors);
        thread::spawn(move || {
            // Somebody has to read, or the server waits at a full pipe.
            for line in log.filter(|line| line.contains("\"ERROR\"")) {
                kept.lock().unwrap().push(line);
            }
        });
        Self { child, port, errors }
    }

    /// Kilobytes of memory it holds.
    pub fn memory_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        assert_eq!(*self.errors.lock().unwrap(), [""; 0], "the server said errors");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
