//! A backup under load, and a server that is put back under living devices: by `jiefang restore`, and by somebody who
//! copies an old file back by hand (S4).

use crate::{
    chance::{Chance, until},
    device::Device,
    folder::{check, fill, link},
    server::{Server, done, jiefang},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Serves the devices while `meanwhile` goes on, then dies by `kill -9`.
fn served(dir: &Path, devices: &mut [Device], meanwhile: impl FnOnce(u16)) {
    let server = Server::start(dir);
    let (port, over) = (server.port, AtomicBool::new(false));
    thread::scope(|scope| {
        for device in devices.iter_mut() {
            let over = &over;
            scope.spawn(move || while device.turn(port).is_ok() && !over.load(Ordering::Relaxed) {});
        }
        meanwhile(port);
        server.kill();
        over.store(true, Ordering::Relaxed);
    });
}

fn pause(chance: &mut Chance) {
    thread::sleep(Duration::from_millis(chance.within(20, 250)));
}

/// The database and its write-ahead log, copied as they lie there.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for end in ["", "-wal", "-shm"] {
        let name = format!("jiefang.db{end}");
        drop(fs::remove_file(to.join(&name)));
        if end != "-shm" && from.join(&name).exists() {
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

fn backed_up(dir: &Path, file: &Path) {
    let said = done(&jiefang("backup", dir).arg(file).output().unwrap());
    assert!(said.contains("0 differences"), "{said}");
}

fn restored(dir: &Path, file: &Path) {
    let mut restore = jiefang("restore", dir);
    let said = done(&restore.arg(file).args(["--reason", "演习：换一份旧的"]).output().unwrap());
    assert!(said.contains("told in the log of each"), "{said}");
}

#[test]
fn s4_a_server_put_back_under_living_devices_gets_again_what_it_had_acknowledged() {
    let (home, mut chance) = (tempfile::tempdir().unwrap(), Chance::new("put back"));
    let dir = home.path().join("data");
    let stewards: Vec<String> = (0..4).map(|i| format!("steward{i}")).collect();
    fill(&dir, &stewards);
    let mut devices: Vec<Device> = stewards.iter().map(|person| Device::new(person, chance.split())).collect();
    let server = Server::start(&dir);
    for device in &mut devices {
        device.enrol(server.port, &link(&dir, &device.person));
    }
    server.kill();
    let (end, mut rounds) = (until(5), 0);
    while Instant::now() < end || rounds < 2 {
        rounds += 1;
        let file: PathBuf = home.path().join(format!("backup-{rounds}"));
        served(&dir, &mut devices, |_| {
            pause(&mut chance);
            backed_up(&dir, &file);
            pause(&mut chance);
        });
        check(&dir, &devices);
        restored(&dir, &file);
        served(&dir, &mut devices, |_| pause(&mut chance));
        // Put back by hand, without a word to anybody: no new epoch, no entry in the log.
        let old = home.path().join("old");
        copied(&dir, &old);
        served(&dir, &mut devices, |_| pause(&mut chance));
        copied(&old, &dir);
    }
    let server = Server::start(&dir);
    for device in &mut devices {
        device.settle(server.port);
    }
    server.kill();
    check(&dir, &devices);
    let sum = |of: fn(&Device) -> u64| devices.iter().map(of).sum::<u64>();
    let (authored, renewals, let_go) = (sum(|d| d.authored), sum(|d| d.renewals), sum(|d| d.let_go));
    eprintln!("{rounds} rounds, {authored} operations, {renewals} new clients, {let_go} let go");
    // Twice a round it was put back; a device that takes a new client more often goes round in circles.
    assert!(devices.iter().all(|device| device.renewals <= 2 * rounds), "{renewals}");
    assert!(renewals > 0 && let_go > 0 && authored > 50, "{authored}, {renewals}, {let_go}");
}
