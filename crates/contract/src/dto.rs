//! The attributes every travelling type carries, written once.

/// Declares travelling types: camelCase JSON, unknown fields refused, schemas on the server only, read by
/// [`decode`](crate::decode) in the browser.
///
/// A macro and not a derive, because `cfg_attr` cannot be shared otherwise and four attribute lines on each type hide
/// the fields they are about.
macro_rules! dto {
    ($($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$about:meta])* pub $field:ident: $kind:ty,)+
    })+) => { $(
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($(#[$about])* pub $field: $kind,)+ }

        decodes!($name { $($field),+ });
    )+ };
}
