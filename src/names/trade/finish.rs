//! The finish that a text names, beside its process.

/// Colours, gloss, types and classes, in the order of the text.
pub fn finish(plain: &str) -> String {
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut found: Vec<String> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let (word, next) = (words[i], words.get(i + 1).copied().unwrap_or_default());
        let is_number = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        if word == "ral" && is_number(next) {
            found.push(format!("RAL {next}"));
            i += 1;
        } else if let Some(number) = word.strip_prefix("ral").filter(|number| is_number(number)) {
            found.push(format!("RAL {number}"));
        } else if ["type", "ty", "typ", "class", "cl"].contains(&word) && (1..=3).contains(&next.len()) {
            let name = if word.starts_with('t') { "type" } else { "class" };
            let roman = ["", "i", "ii", "iii", "iv", "v", "vi"];
            let is_roman = name == "type" && next.parse::<usize>().is_ok_and(|n| (1..=6).contains(&n));
            let value =
                if is_roman { roman[next.parse::<usize>().unwrap_or(0)].to_uppercase() } else { next.to_uppercase() };
            if value.chars().all(|c| c.is_ascii_digit() || "IVX".contains(c)) || value.len() == 1 {
                found.push(format!("{name} {value}"));
                i += 1;
            }
        } else if let Some((_, name)) = COLOURS.iter().find(|(words, _)| words.contains(&word)) {
            found.push((*name).to_owned());
        }
        i += 1;
    }
    found.dedup();
    found.truncate(4);
    found.join(" ")
}

/// Words for colours, gloss and seals, and what each is called here.
const COLOURS: &[(&[&str], &str)] = &[
    (&["black", "blk", "schwarz", "noir", "noire", "negro", "negra", "nero", "nera", "bk"], "black"),
    (&["white", "wht", "weiss", "blanc", "blanche", "blanco", "blanca", "bianco", "bianca"], "white"),
    (
        &[
            "clear",
            "clr",
            "klar",
            "incolore",
            "incolor",
            "transparent",
            "colorless",
            "natural",
            "nat",
            "natur",
            "farblos",
            "naturel",
            "naturale",
            "cl",
        ],
        "clear",
    ),
    (&["yellow", "yel", "ylw", "gelb", "jaune", "amarillo", "giallo", "gialla"], "yellow"),
    (&["blue", "blu", "blau", "bleu", "azul", "blaupassiviert"], "blue"),
    (&["red", "rot", "rouge", "rojo", "rosso"], "red"),
    (&["green", "grn", "grun", "vert", "verde"], "green"),
    (&["olive", "od"], "olive"),
    (&["grey", "gray", "grau", "gris", "grigio", "anthrazit", "anthracite", "antracita", "antracite"], "grey"),
    (&["bronze", "bronce", "bronzo"], "bronze"),
    (&["silver", "silber", "argent", "plata"], "silver"),
    (&["gold", "dore", "oro"], "gold"),
    (&["orange", "naranja", "arancio"], "orange"),
    (&["tan", "beige", "sand"], "tan"),
    (&["chromate"], "chromate"),
    (&["trivalent", "tri"], "trivalent"),
    (&["hexavalent", "hex"], "hexavalent"),
    (&["gloss", "glossy", "glanz", "glanzend", "brillant", "brillante", "brillo", "lucido", "bright", "brt"], "gloss"),
    (&["satin", "semigloss", "seidenglanz", "seidenmatt", "satine", "satinado", "satinato"], "satin"),
    (&["matte", "matt", "mat", "mate", "opaco", "dull", "flat"], "matte"),
    (&["texture", "textured", "tex", "wrinkle", "feinstruktur", "struktur", "texturado"], "texture"),
    (&["ptfe", "teflon"], "PTFE"),
    (&["sealed", "seal", "sealer"], "sealed"),
    (&["citric"], "citric"),
    (&["nitric"], "nitric"),
    (&["oil", "oiled", "ol", "huile", "olio", "aceite"], "oil"),
];
