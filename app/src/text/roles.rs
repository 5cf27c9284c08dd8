//! What the roles are called.

use super::Words;
use jiefang_domain::identity::Role;

super::words! {
    RESIDENT = "居民", "Resident";
    STEWARD = "党员楼长", "Building steward";
    COMMUNITY_WORKER = "社区工作人员", "Community worker";
    BRANCH_SECRETARY = "党支部", "Party branch";
    RESIDENT_REPRESENTATIVE = "居民代表", "Resident representative";
    PROPERTY_MANAGER = "物业", "Property manager";
    ENTERPRISE = "爱心企业", "Enterprise";
    SUBDISTRICT_OFFICER = "街道", "Subdistrict officer";
    MEDIATOR = "调解员", "Mediator";
    SYSTEM_ADMIN = "系统管理员", "System administrator";
    AUDIT_ADMIN = "审计管理员", "Audit administrator";
    SECURITY_ADMIN = "安全管理员", "Security administrator";
    SCREEN = "大屏", "Wall display";
}

/// What a role is called.
pub const fn role(role: Role) -> Words {
    match role {
        Role::Resident => RESIDENT,
        Role::Steward => STEWARD,
        Role::CommunityWorker => COMMUNITY_WORKER,
        Role::BranchSecretary => BRANCH_SECRETARY,
        Role::ResidentRepresentative => RESIDENT_REPRESENTATIVE,
        Role::PropertyManager => PROPERTY_MANAGER,
        Role::Enterprise => ENTERPRISE,
        Role::SubdistrictOfficer => SUBDISTRICT_OFFICER,
        Role::Mediator => MEDIATOR,
        Role::SystemAdmin => SYSTEM_ADMIN,
        Role::AuditAdmin => AUDIT_ADMIN,
        Role::SecurityAdmin => SECURITY_ADMIN,
        Role::Screen => SCREEN,
    }
}

/// The character that stands for a role, and the colour it wears.
pub const fn sign(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Resident => ("", "居"),
        Role::Steward => ("s", "楼"),
        Role::CommunityWorker => ("", "社"),
        Role::BranchSecretary => ("c", "支"),
        Role::ResidentRepresentative => ("c", "代"),
        Role::PropertyManager => ("c", "物"),
        Role::Enterprise => ("t", "企"),
        Role::SubdistrictOfficer => ("", "街"),
        Role::Mediator => ("s", "调"),
        Role::SystemAdmin | Role::AuditAdmin | Role::SecurityAdmin => ("", "管"),
        Role::Screen => ("", "屏"),
    }
}
