//! The shapes of DESIGN 5.3 as JSON schemas, for servers that hold a model to one. They use only what strict mode
//! allows everywhere: every property required, none besides, no lengths.

use serde_json::{Value, json};

use crate::verdict::Decision;

/// The eight fields of a verdict.
pub(super) fn judgement() -> Value {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    object(json!({
        "decision": {"type": "string", "enum": Decision::ALL.map(Decision::as_str)},
        "reason": text,
        "translated_title": text,
        "keywords": texts,
        "pain_point": text,
        "application_value": text,
        "summary": text,
        "innovations": texts,
    }))
}

/// The trends of a day.
pub(super) fn trends() -> Value {
    let text = json!({"type": "string"});
    let trend = object(json!({
        "emoji": text,
        "title": text,
        "observation": text,
        "papers": {"type": "array", "items": text},
    }));
    object(json!({"trends": {"type": "array", "items": trend}}))
}

/// The lines of a profile in English.
pub(super) fn translation() -> Value {
    let line = object(json!({"n": {"type": "integer"}, "english": {"type": "string"}}));
    object(json!({"lines": {"type": "array", "items": line}}))
}

/// An object with these properties and no others.
pub(super) fn object(properties: Value) -> Value {
    let required: Vec<&String> = properties.as_object().map(|fields| fields.keys().collect()).unwrap_or_default();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}
