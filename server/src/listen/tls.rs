//! The server's certificate, read again when its files change.

use crate::problem::Problem;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring::default_provider,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

/// A certificate with what it was read from.
#[derive(Debug)]
struct Current {
    /// The files' bytes: certificate chain and key.
    files: (Vec<u8>, Vec<u8>),
    config: Arc<ServerConfig>,
}

/// The certificate's files and what they hold now.
#[derive(Debug)]
pub struct Certificates {
    chain: PathBuf,
    key: PathBuf,
    current: RwLock<Current>,
}

impl Certificates {
    /// Reads a chain and its key, both PEM.
    ///
    /// # Errors
    /// A file cannot be read, holds no certificate or no key, or the two do not belong together.
    pub fn read(chain: &Path, key: &Path) -> Result<Self, Problem> {
        let current = current(chain, key)?;
        Ok(Self { chain: chain.into(), key: key.into(), current: RwLock::new(current) })
    }

    /// Reads the files again; whether they have changed. New connections get the new certificate; where it is no good the
    /// old one stays.
    ///
    /// # Errors
    /// As for [`Certificates::read`].
    pub fn renew(&self) -> Result<bool, Problem> {
        let read = current(&self.chain, &self.key)?;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let changed = current.files != read.files;
        if changed {
            *current = read;
        }
        Ok(changed)
    }

    /// Shakes hands with the certificate of this moment.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).config))
    }
}

fn current(chain: &Path, key: &Path) -> Result<Current, Problem> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| no_good(path, &error));
    let files = (read(chain)?, read(key)?);
    let certificates: Vec<_> =
        CertificateDer::pem_slice_iter(&files.0).collect::<Result<_, _>>().map_err(|error| no_good(chain, &error))?;
    let private = PrivateKeyDer::from_pem_slice(&files.1).map_err(|error| no_good(key, &error))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, private))
        .map_err(|error| no_good(chain, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Current { files, config: Arc::new(config) })
}

fn no_good(path: &Path, error: &impl core::fmt::Display) -> Problem {
    Problem::BadCertificate(path.into(), error.to_string())
}
