//! argon2id with memory that is kept and used again: fresh megabytes for each sign-in would stay with the allocator.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::{Error, Output, ParamsString, Result, Salt, SaltString},
};

/// OWASP's parameters for argon2id with little memory: 7 MiB, five passes, one lane.
const COST: (u32, u32, u32) = (7 * 1024, 5, 1);
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

/// Room for one hash at a time.
#[derive(Debug, Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    fn fill(&mut self, passphrase: &str, salt: &[u8], params: Params) -> Result<Output> {
        self.0.resize(params.block_count(), Block::new());
        let mut hash = [0; HASH_BYTES];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut hash, &mut self.0)?;
        Output::new(&hash)
    }

    /// The passphrase's hash with a salt of its own, in the PHC format.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    pub fn hash(&mut self, passphrase: &str) -> Result<String> {
        let mut salt = [0; SALT_BYTES];
        getrandom::fill(&mut salt).map_err(|_| Error::Crypto)?;
        let params = Params::new(COST.0, COST.1, COST.2, None)?;
        let encoded = SaltString::encode_b64(&salt)?;
        let phc = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(encoded.as_salt()),
            hash: Some(self.fill(passphrase, &salt, params)?),
        };
        Ok(phc.to_string())
    }

    /// Whether the passphrase is the one of `phc`; compared in constant time, with the parameters it was made with.
    ///
    /// # Errors
    /// `phc` is no hash of this kind.
    pub fn verify(&mut self, passphrase: &str, phc: &str) -> Result<bool> {
        let phc = PasswordHash::new(phc)?;
        let (Some(salt), Some(hash)) = (phc.salt, phc.hash) else { return Err(Error::PhcStringField) };
        let mut bytes = [0; Salt::MAX_LENGTH];
        let salt = salt.decode_b64(&mut bytes)?;
        if phc.algorithm != ARGON2ID_IDENT || hash.len() != HASH_BYTES {
            return Err(Error::Algorithm);
        }
        Ok(self.fill(passphrase, salt, Params::try_from(&phc)?)? == hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{PasswordHasher, PasswordVerifier};

    #[test]
    fn what_is_made_here_is_what_the_library_reads() {
        let mut memory = Memory::default();
        let phc = memory.hash("四方议事，一小时").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=7168,t=5,p=1$"), "{phc}");
        let read = PasswordHash::new(&phc).unwrap();
        assert!(Argon2::default().verify_password("四方议事，一小时".as_bytes(), &read).is_ok());
        assert!(memory.verify("四方议事，一小时", &phc).unwrap());
        assert!(!memory.verify("四方议事，一小时 ", &phc).unwrap());
    }

    #[test]
    fn a_hash_of_other_parameters_is_still_read_and_another_kind_is_an_error() {
        let mut memory = Memory::default();
        let salt = SaltString::encode_b64(&[7; SALT_BYTES]).unwrap();
        let made = |algorithm| {
            let older = Argon2::new(algorithm, Version::V0x13, Params::new(256, 2, 1, None).unwrap());
            older.hash_password("四方议事，一小时".as_bytes(), &salt).unwrap().to_string()
        };
        assert!(memory.verify("四方议事，一小时", &made(Algorithm::Argon2id)).unwrap());
        assert!(memory.verify("四方议事，一小时", &made(Algorithm::Argon2i)).is_err());
        assert!(memory.verify("x", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA").is_err());
    }
}
