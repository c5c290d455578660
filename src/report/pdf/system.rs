//! The fonts of the system, for letters that the bundled ones lack.

use std::sync::Arc;

use fontique::{
    Collection, CollectionOptions, FallbackKey, GenericFamily, Language, QueryFamily, QueryFont, QueryStatus, Script,
    SourceCache, SourceCacheOptions,
};
use unicode_script::UnicodeScript as _;

/// Chinese, Japanese and Korean share letters, and a font has those of one: each is asked.
const OF_HAN: [&str; 4] = ["zh-SG", "zh-TW", "ja", "ko"];

/// The installed fonts.
pub struct SystemFonts {
    collection: Collection,
    cache: SourceCache,
}

/// The bytes of a font file, and the place of the font in it.
pub type FontFile = (Arc<dyn AsRef<[u8]> + Send + Sync>, u32);

impl SystemFonts {
    /// Looks at what is installed.
    pub fn new() -> Self {
        Self {
            collection: Collection::new(CollectionOptions { shared: false, system_fonts: true }),
            cache: SourceCache::new(SourceCacheOptions::default()),
        }
    }

    /// The first font that has the letter: by what the system takes for its script, else of the usual families.
    pub fn with(&mut self, sign: char) -> Option<FontFile> {
        let script = match sign.script() {
            unicode_script::Script::Common | unicode_script::Script::Inherited | unicode_script::Script::Unknown => {
                None
            }
            script => Script::parse(script.short_name()).ok(),
        };
        let languages = OF_HAN.iter().filter_map(|language| Language::parse(language).ok());
        let of_script = script.and_then(|script| {
            let alone = self.found(sign, Some(FallbackKey::new(script, None)));
            let mut others = languages.filter(|_| script == Script::from_bytes(*b"Hani"));
            alone.or_else(|| {
                others.find_map(|language| self.found(sign, Some(FallbackKey::new(script, Some(&language)))))
            })
        });
        let font = of_script.or_else(|| self.found(sign, None))?;
        let (blob, _) = font.blob.into_raw_parts();
        Some((blob, font.index))
    }

    fn found(&mut self, sign: char, fallback: Option<FallbackKey>) -> Option<QueryFont> {
        const FAMILIES: [GenericFamily; 4] =
            [GenericFamily::SansSerif, GenericFamily::SystemUi, GenericFamily::Math, GenericFamily::Serif];
        let mut query = self.collection.query(&mut self.cache);
        query.set_families(FAMILIES.map(QueryFamily::Generic));
        if let Some(fallback) = fallback {
            query.set_fallbacks(fallback);
        }
        let mut found = None;
        query.matches_with(|font| {
            if font.charmap().and_then(|map| map.map(sign)).is_some_and(|glyph| glyph != 0) {
                found = Some(font.clone());
                return QueryStatus::Stop;
            }
            QueryStatus::Continue
        });
        found
    }
}
