//! JSON into the contract's types.
//!
//! `serde_json` could do it in one go, but then every type carries the code for being written as a list and for telling
//! in words what is wrong with it: a third of a page's program, for an answer our own server made.

use std::fmt::{self, Display};

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

/// The text is no JSON, or not of this type. Why does not matter: nobody could mend it.
#[derive(Debug)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Unreadable
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Unreadable
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Unreadable
    }
    fn missing_field(_: &'static str) -> Self {
        Unreadable
    }
    fn duplicate_field(_: &'static str) -> Self {
        Unreadable
    }
}

/// Reads a value.
///
/// # Errors
/// See [`Unreadable`].
#[inline(never)]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(Json(serde_json::from_str(text).map_err(|_| Unreadable)?))
}

struct Json(Value);

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => visitor.visit_i64(whole),
                (None, Some(broken)) => visitor.visit_f64(broken),
                (None, None) => Err(Unreadable),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(entries) => visitor.visit_map(Entries::of(entries)),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(entries) => visitor.visit_map(Entries::of(entries)),
            _ => Err(Unreadable),
        }
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unreadable),
        }
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_str(&text),
            _ => Err(Unreadable),
        }
    }
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Variant { name, inner: Value::Null }),
            Value::Object(entries) => match entries.into_iter().next() {
                Some((name, inner)) => visitor.visit_enum(Variant { name, inner }),
                None => Err(Unreadable),
            },
            _ => Err(Unreadable),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
        ignored_any
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Json(item))).transpose()
    }
}

struct Entries {
    rest: serde_json::map::IntoIter,
    value: Value,
}

impl Entries {
    fn of(entries: Map<String, Value>) -> Self {
        Self { rest: entries.into_iter(), value: Value::Null }
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(named(&key)).map(Some)
    }
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(Json(self.value.take()))
    }
}

fn named(name: &str) -> StrDeserializer<'_, Unreadable> {
    name.into_deserializer()
}

/// `"name"` or `{"name": inner}`.
struct Variant {
    name: String,
    inner: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Json;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Json), Unreadable> {
        Ok((seed.deserialize(named(&self.name))?, Json(self.inner)))
    }
}

impl<'de> VariantAccess<'de> for Json {
    type Error = Unreadable;
    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use qabul_contract::applications::Draft;
    use qabul_contract::campaigns::{CampaignPhase, Tone};
    use qabul_contract::page::Page;
    use qabul_contract::problem::Problem;
    use qabul_contract::sessions::Session;
    use qabul_domain::money::Qepik;
    use qabul_domain::procedures::master_exam::MasterExamDraft;

    use super::*;

    const SESSION: &str = r#"{"accessToken":"t","expiresAt":"2026-01-26T20:00:00Z","sessionEndsAt":"2026-01-26T20:20:00.5Z",
        "me":{"id":"01a1fc5e-726d-7000-9c2b-b9a5757f2c2b","cabinetNumber":"7","givenName":"Aysel","fullName":"Nümunəyeva Aysel",
        "state":"active","balance":-1250,"balanceText":"− 12,50 AZN","unreadNotices":2,"lang":"az"}}"#;

    #[test]
    fn what_serde_json_reads_is_read_alike() {
        let ours: Session = read(SESSION).ok().unwrap();
        assert!(ours == serde_json::from_str::<Session>(SESSION).unwrap());
        assert_eq!(ours.me.balance, Qepik(-1250));
        let problem = r#"{"type":"/p","title":"t","status":422,"code":"validation","traceId":"x","errors":[{"code":"c","text":"s","pointer":"/fin"}]}"#;
        assert_eq!(read::<Problem>(problem).ok(), serde_json::from_str(problem).ok());
        let draft = serde_json::to_string(&Draft::MasterExam(MasterExamDraft::default())).unwrap();
        assert!(read::<Draft>(&draft).ok() == serde_json::from_str(&draft).ok());
    }

    #[test]
    fn words_lists_and_what_is_absent_keep_their_meaning() {
        assert_eq!(read::<CampaignPhase>("\"open\"").ok(), Some(CampaignPhase::Open));
        assert_eq!(read::<Vec<Option<u8>>>("[1,null,255]").ok(), Some(vec![Some(1), None, Some(255)]));
        let page: Page<Tone> = read(r#"{"items":["good","bad"]}"#).ok().unwrap();
        assert_eq!((page.items.len(), page.next), (2, None));
    }

    #[test]
    fn what_does_not_fit_is_unreadable() {
        assert!(read::<u8>("256").is_err());
        assert!(read::<Session>("{}").is_err());
        assert!(read::<Session>(&SESSION.replace("\"lang\":\"az\"", "\"lang\":\"az\",\"more\":1")).is_err());
        assert!(read::<CampaignPhase>("\"later\"").is_err());
        assert!(read::<String>("not json").is_err());
    }
}
