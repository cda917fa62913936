//! The types of a variant's fields as types of a book.

use quote::ToTokens;

use crate::import::draft::Type;

/// The type of a field, and whether it is optional; `None` if it is an error, which no response contains.
pub(super) fn of(ty: &syn::Type) -> Option<(Type, bool)> {
    match ty {
        syn::Type::Reference(it) => of(&it.elem),
        syn::Type::Paren(it) => of(&it.elem),
        syn::Type::Slice(it) => Some((Type::List(Box::new(of(&it.elem)?.0)), false)),
        syn::Type::Array(it) => Some((Type::List(Box::new(of(&it.elem)?.0)), false)),
        syn::Type::Path(it) => path(&it.path),
        _ => Some((Type::Any, false)),
    }
}

fn path(path: &syn::Path) -> Option<(Type, bool)> {
    let last = path.segments.last()?;
    let argument = || {
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|it| if let syn::GenericArgument::Type(it) = it { Some(it) } else { None })
    };
    let name = last.ident.to_string();
    let ty = match name.as_str() {
        "String" | "str" | "PathBuf" | "Path" | "Uuid" | "Url" | "Uri" | "Ulid" | "IpAddr" | "char" => Type::String,
        "u8" | "u16" | "u32" | "u64" | "usize" | "NonZeroU8" | "NonZeroU16" | "NonZeroU32" | "NonZeroU64"
        | "NonZeroUsize" => Type::Integer { unsigned: true },
        "i8" | "i16" | "i32" | "i64" | "isize" => Type::Integer { unsigned: false },
        "f32" | "f64" => Type::Number,
        "bool" => Type::Boolean,
        "DateTime" | "OffsetDateTime" | "Timestamp" | "Zoned" => Type::Timestamp,
        "Option" => return of(argument()?).map(|it| (it.0, true)),
        "Cow" | "Arc" | "Rc" | "Box" => {
            let inner = argument()?;
            return of(inner);
        }
        "Vec" | "VecDeque" | "BTreeSet" | "HashSet" => Type::List(Box::new(of(argument()?)?.0)),
        name if name.ends_with("Error") || path.to_token_stream().to_string().contains("Error") => return None,
        _ => Type::Any,
    };
    Some((ty, false))
}
