# shellcheck shell=bash
# Sourced by ./x: words, progress, and the tools a build needs. Tools live in a cache outside the clone, so that a
# second clone on the same machine installs nothing.

cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/jiefang"
logs="$cache/log"
readonly TRUNK=0.21.14
readonly WASM_BINDGEN=0.2.130

if [ -t 2 ]; then bold=$'\033[1m' plain=$'\033[0m'; else bold='' plain=''; fi
say() { printf '%s▸ %s%s\n' "$bold" "$*" "$plain" >&2; }

# die 中文 English: one sentence in both languages, and out.
die() {
  printf '\n✗ %s\n  %s\n' "$1" "$2" >&2
  exit 1
}

# What a long step is doing, once in a while, until the step ends.
watch_log() {
  local log=$1 started=$SECONDS line pause=60 format='    %d:%02d  %s\n'
  if [ -t 2 ]; then pause=2 format='\r\033[K    %d:%02d  %s'; fi
  while sleep "$pause" >/dev/null 2>&1; do
    line=$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-60)
    # shellcheck disable=SC2059
    printf "$format" $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$line" >&2
  done
}

watcher=
stop_watching() {
  [ -n "$watcher" ] || return 0
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  watcher=
  [ ! -t 2 ] || printf '\r\033[K' >&2
}
trap stop_watching EXIT

# step NAME WORDS COMMAND…: says WORDS, runs COMMAND with its output in a log, shows the log's end if it fails.
step() {
  local name=$1 words=$2 log="$logs/$1.log" status=0
  shift 2
  say "$words"
  mkdir -p "$logs"
  : >"$log"
  watch_log "$log" &
  watcher=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  stop_watching
  [ "$status" -eq 0 ] && return
  # A compiler's last words matter; of a failed download the log is enough.
  case $name in
    spa | server | demo | *-tests) tail -n 40 "$log" >&2 ;;
    *) tail -n 3 "$log" >&2 ;;
  esac
  printf '  → %s\n' "$log" >&2
  return "$status"
}

# Runs COMMAND while no other run on this machine installs the same thing.
alone() {
  local name=$1
  shift
  mkdir -p "$cache/lock"
  if have flock; then
    (
      flock 9
      "$@" 9>&-
    ) 9>"$cache/lock/$name"
  else
    "$@"
  fi
}

have() { command -v "$1" >/dev/null; }

need_commands() {
  if ! have cargo || ! have rustc; then
    die "没有找到 Rust 工具链：请先安装 Rust 1.95 或更新的版本。" "There is no Rust toolchain: install Rust 1.95 or newer first."
  fi
  if ! have npm || ! node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null; then
    die "没有找到 Node.js 20：请先安装 Node.js 20 或更新的版本（连同 npm）。" "There is no Node.js 20: install Node.js 20 or newer, with npm, first."
  fi
  if ! have cc; then
    die "没有找到 C 编译器：请先安装 gcc 或 clang。" "There is no C compiler: install gcc or clang first."
  fi
}

wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ] && return
  step wasm-target "安装 wasm32 目标 · adding the wasm32 target, under a minute" rustup target add wasm32-unknown-unknown ||
    die "装不上 wasm32 目标：请检查网络，或手工执行 rustup target add wasm32-unknown-unknown。" \
      "The wasm32 target cannot be installed: check the network, or run rustup target add wasm32-unknown-unknown by hand."
}

# The standard library's own source: the browser side compiles it anew, for size (docs/adr/0008).
std_source() {
  [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ] && return
  step rust-src "安装标准库源码 · adding the standard library's source, under a minute" rustup component add rust-src ||
    die "装不上标准库源码：请检查网络，或手工执行 rustup component add rust-src。" \
      "The standard library's source cannot be installed: check the network, or run rustup component add rust-src by hand."
}

# The cargo build goes to a folder of its own, which a run that was cut off leaves for the next one to go on from;
# the tool appears under its name only when it is whole.
install_crate() {
  local name=$1 version=$2 folder=$3
  shift 3
  [ -x "$folder/bin/$name" ] && return
  rm -rf "$folder.part" "$folder" &&
    env -u CARGO_BUILD_BUILD_DIR -u CARGO_BUILD_TARGET -u RUSTFLAGS CARGO_TARGET_DIR="$cache/build-tools" \
      cargo install "$@" --version "$version" --root "$folder.part" &&
    mv "$folder.part" "$folder" &&
    rm -rf "$cache/build-tools"
}

# crate_tool BINARY CRATE VERSION MINUTES FLAG…: puts the tool on PATH, installing it first where it is missing.
crate_tool() {
  local binary=$1 crate=$2 version=$3 minutes=$4
  local folder="$cache/tools/$binary-$version"
  shift 4
  if ! [ -x "$folder/bin/$binary" ]; then
    mkdir -p "$cache/tools"
    step "$crate" "安装 $crate $version，双核约 $minutes 分钟 · installing $crate $version, about $minutes minutes on two cores" \
      alone install install_crate "$binary" "$version" "$folder" "$crate" "$@" ||
      die "装不上 $crate $version：请检查到 crates 源的网络，然后重新运行；已编译的部分会接着用。" \
        "$crate $version cannot be installed: check the network to the crates registry and run this again; it goes on where it stopped."
  fi
  PATH="$folder/bin:$PATH"
}

install_npm() {
  local from=$1 folder=$2
  [ -d "$folder/node_modules" ] && return
  # No package runs a script of its own here, and no browser is fetched.
  rm -rf "$folder.part" "$folder" &&
    mkdir -p "$folder.part" &&
    cp "$from/package.json" "$from/package-lock.json" "$folder.part/" &&
    (cd "$folder.part" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund) &&
    mv "$folder.part" "$folder"
}

# npm_packages FOLDER: links FOLDER/node_modules to the packages its lock names.
npm_packages() {
  local from=$1 hash folder
  hash=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum | cut -c 1-16)
  folder="$cache/npm/$hash"
  if ! [ -d "$folder/node_modules" ]; then
    step "npm-$hash" "安装 $from 的 npm 包，约半分钟 · installing the npm packages of $from, about half a minute" \
      alone install install_npm "$from" "$folder" ||
      die "装不上 $from 的 npm 包：请检查到 npm 源的网络，然后重新运行。" \
        "The npm packages of $from cannot be installed: check the network to the npm registry and run this again."
  fi
  if [ "$(readlink "$from/node_modules" || true)" != "$folder/node_modules" ]; then
    rm -rf "$from/node_modules"
    ln -s "$folder/node_modules" "$from/node_modules"
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_debian() {
  # One source that does not answer need not stop the install from the others.
  as_root apt-get update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

# Exports CHROMIUM: a browser, and fonts without which Chinese is drawn as boxes.
browser() {
  local missing=()
  find_chromium >/dev/null || missing+=(chromium)
  [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
  if [ "${#missing[@]}" -gt 0 ]; then
    step debian "安装 ${missing[*]}，约一两分钟 · installing ${missing[*]}, a minute or two" install_debian "${missing[@]}" ||
      die "装不上 ${missing[*]}：请手工安装 Chromium 和中文字体，或用 CHROMIUM=路径 指明浏览器。" \
        "${missing[*]} cannot be installed: install Chromium and Chinese fonts by hand, or name the browser with CHROMIUM=PATH."
  fi
  CHROMIUM=$(find_chromium) || die "没有找到 Chromium。" "There is no Chromium."
  export CHROMIUM
}

install_python() {
  local from=$1 folder=$2
  [ -x "$folder/bin/st" ] && return
  rm -rf "$folder" &&
    python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --no-deps --requirement "$from" &&
    "$folder/bin/st" --version >/dev/null
}

# Exports SCHEMATHESIS: the tool that holds the server against its document, in a virtual environment of its own.
schemathesis() {
  local from=tests/contract/requirements.txt folder
  folder="$cache/python/$(sha256sum "$from" | cut -c 1-16)"
  if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    step python "安装 Python，约一分钟 · installing Python, about a minute" install_debian python3 python3-venv ||
      die "装不上 Python：请手工安装 Python 3.11 或更新的版本，连同 venv。" \
        "Python cannot be installed: install Python 3.11 or newer by hand, with venv."
  fi
  if ! [ -x "$folder/bin/st" ]; then
    mkdir -p "$cache/python"
    step schemathesis "安装 schemathesis，约一分钟 · installing schemathesis, about a minute" \
      alone install install_python "$from" "$folder" ||
      die "装不上 schemathesis：请检查到 PyPI 的网络，然后重新运行。" \
        "schemathesis cannot be installed: check the network to PyPI and run this again."
  fi
  export SCHEMATHESIS="$folder/bin/st"
}

# What building the browser side needs.
build_tools() {
  need_commands
  wasm_target
  std_source
  crate_tool trunk trunk "$TRUNK" 7 --locked --no-default-features
  crate_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN" 4
  npm_packages app/build
  PATH="$PWD/app/build/node_modules/.bin:$PATH"
  export PATH
}
