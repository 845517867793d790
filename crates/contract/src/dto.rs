//! The attributes every travelling type carries, written once.

/// Declares travelling types: camelCase JSON, unknown fields refused, schemas on the server only.
///
/// A macro and not a derive, because `cfg_attr` cannot be shared otherwise and four attribute lines on each type hide
/// the fields they are about.
macro_rules! dto {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => { $(
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($body)* }
    )+ };
}
