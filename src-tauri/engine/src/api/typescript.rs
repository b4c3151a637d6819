//! Writes `ui/src/host/api.ts` and fails when the committed file is stale.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use ts_rs::{Config, TS, TypeVisitor};

/// All TypeScript declarations that were asked for, and what they depend on.
pub(crate) struct Types {
    config: Config,
    declared: BTreeMap<String, String>,
}

pub(crate) struct Declaration {
    pub doc: &'static str,
    pub name: &'static str,
    pub request: String,
    pub response: String,
}

impl Types {
    pub fn name_of<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        if self.declared.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.declared.insert(name, format!("{docs}export {}\n", T::decl(&self.config)));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn generate() -> String {
    let mut types = Types { config: Config::new(), declared: BTreeMap::new() };
    let commands = super::declarations(&mut types);
    types.visit::<super::types::Progress>();
    types.visit::<crate::error::Error>();
    let mut out = String::from("// Generated from src-tauri/engine/src/api by `make types`. Do not edit.\n\n");
    for declaration in types.declared.values() {
        let _ = writeln!(out, "{declaration}");
    }
    out.push_str("/** Every command: what it takes and what it gives. */\nexport interface Commands {\n");
    for Declaration { doc, name, request, response } in commands {
        let _ = writeln!(out, "  /** {} */\n  {name}: {{ request: {request}; response: {response} }};", doc.trim());
    }
    out.push_str("}\n");
    out
}

#[test]
fn the_committed_typescript_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/api.ts");
    let wanted = generate();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &wanted).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == wanted, "ui/src/host/api.ts is stale: run `make types` and commit it");
}
