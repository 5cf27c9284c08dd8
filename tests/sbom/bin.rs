//! `./x sbom`

use jiefang_tests::sbom;
use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    println!("{:#}", sbom::document(&sbom::components(&root)?)?);
    Ok(())
}
