//! The look in one place: colours, sizes and fonts. Nothing else in `ui` names a colour or a size of type.

use std::sync::Arc;

use eframe::egui::style::{ScrollAnimation, ScrollStyle, WidgetVisuals};
use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Shadow, Stroke, TextStyle,
    Vec2, Visuals,
};

use crate::report::chart::measure::{ARROWS, ARROWS_DOWN, REGULAR, SEMIBOLD};

/// The colours of one theme. Their contrast is listed in the design notes; text stays above 4.5.
#[derive(Debug, PartialEq)]
pub struct DesignTokens {
    /// The window.
    pub bg: Color32,
    /// Cards.
    pub surface: Color32,
    /// Hovered things.
    pub raised: Color32,
    /// Hairlines.
    pub border: Color32,
    /// Numbers and names.
    pub text: Color32,
    /// Sentences.
    pub text_2: Color32,
    /// Captions.
    pub text_3: Color32,
    /// The one action, links, the series of now.
    pub accent: Color32,
    /// Text on a filled accent.
    pub on_accent: Color32,
    /// Call this week.
    pub act: Color32,
    /// Keep an eye on.
    pub watch: Color32,
    /// Recovered.
    pub better: Color32,
    /// An opportunity.
    pub chance: Color32,
    /// The earlier level; lines only.
    pub was: Color32,
    /// How much of the accent lies over a selected row.
    pub selected_share: f32,
}

/// Dark text on light surfaces.
pub const LIGHT: DesignTokens = DesignTokens {
    bg: Color32::from_rgb(0xF6, 0xF7, 0xF8),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    raised: Color32::from_rgb(0xEE, 0xF0, 0xF2),
    border: Color32::from_rgb(0xD5, 0xDA, 0xDF),
    text: Color32::from_rgb(0x1B, 0x1F, 0x24),
    text_2: Color32::from_rgb(0x46, 0x50, 0x5C),
    text_3: Color32::from_rgb(0x62, 0x6D, 0x7A),
    accent: Color32::from_rgb(0x0A, 0x6C, 0x96),
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    act: Color32::from_rgb(0xB3, 0x26, 0x1E),
    watch: Color32::from_rgb(0x8A, 0x57, 0x00),
    better: Color32::from_rgb(0x17, 0x73, 0x4A),
    chance: Color32::from_rgb(0x5B, 0x3F, 0xBF),
    was: Color32::from_rgb(0x8A, 0x94, 0xA0),
    selected_share: 0.09,
};

/// Light text on dark surfaces.
pub const DARK: DesignTokens = DesignTokens {
    bg: Color32::from_rgb(0x14, 0x17, 0x1A),
    surface: Color32::from_rgb(0x1B, 0x1F, 0x24),
    raised: Color32::from_rgb(0x24, 0x2A, 0x31),
    border: Color32::from_rgb(0x39, 0x41, 0x4B),
    text: Color32::from_rgb(0xE8, 0xEA, 0xED),
    text_2: Color32::from_rgb(0xB4, 0xBB, 0xC4),
    text_3: Color32::from_rgb(0x92, 0x9B, 0xA6),
    accent: Color32::from_rgb(0x5B, 0xB8, 0xE0),
    on_accent: Color32::from_rgb(0x14, 0x17, 0x1A),
    act: Color32::from_rgb(0xFF, 0x8A, 0x7A),
    watch: Color32::from_rgb(0xF2, 0xB8, 0x4B),
    better: Color32::from_rgb(0x5F, 0xCB, 0x92),
    chance: Color32::from_rgb(0xB9, 0xA4, 0xFF),
    was: Color32::from_rgb(0x77, 0x81, 0x8D),
    selected_share: 0.13,
};

/// Black on white, with strong borders.
pub const CONTRAST: DesignTokens = DesignTokens {
    bg: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    raised: Color32::from_rgb(0xE6, 0xE6, 0xE6),
    border: Color32::from_rgb(0x30, 0x30, 0x30),
    text: Color32::from_rgb(0x00, 0x00, 0x00),
    text_2: Color32::from_rgb(0x00, 0x00, 0x00),
    text_3: Color32::from_rgb(0x24, 0x24, 0x24),
    accent: Color32::from_rgb(0x00, 0x3F, 0x70),
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    act: Color32::from_rgb(0x8A, 0x00, 0x00),
    watch: Color32::from_rgb(0x5A, 0x36, 0x00),
    better: Color32::from_rgb(0x00, 0x4D, 0x2A),
    chance: Color32::from_rgb(0x3B, 0x16, 0x9C),
    was: Color32::from_rgb(0x50, 0x50, 0x50),
    selected_share: 0.12,
};

/// Corners of cards and buttons.
pub const RADIUS: u8 = 6;
/// Left, right and top of a page.
pub const PAGE_MARGIN: f32 = 24.0;
/// Between cards.
pub const CARD_GAP: f32 = 12.0;
/// Inside a card.
pub const CARD_PADDING: f32 = 16.0;

impl DesignTokens {
    /// The tokens of the theme in which `ui` is drawn.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        if ui.visuals().dark_mode {
            &DARK
        } else if ui.visuals().panel_fill == CONTRAST.bg {
            &CONTRAST
        } else {
            &LIGHT
        }
    }

    /// The surface of a selected row.
    pub fn selected(&self) -> Color32 {
        self.surface.lerp_to_gamma(self.accent, self.selected_share)
    }

    /// A hairline.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.border)
    }
}

/// The sizes of type. Three do the work; 12 stands only inside charts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// The answer of a page.
    Answer,
    /// The name on a card, and money.
    Title,
    /// Sentences.
    Body,
    /// Captions, tables and buttons.
    Caption,
    /// Inside charts.
    Chart,
    /// The meeting's finding: all sizes there are 1.6 times those of a page.
    MeetingAnswer,
    /// The meeting's numbers.
    MeetingFigure,
    /// The titles of the meeting's cards.
    MeetingTitle,
    /// The meeting's sentences.
    MeetingBody,
    /// The meeting's captions; nothing there is smaller.
    MeetingCaption,
}

impl Size {
    /// Points.
    pub fn points(self) -> f32 {
        match self {
            Self::Answer => 28.0,
            Self::Title => 20.0,
            Self::Body => 15.0,
            Self::Caption => 13.0,
            Self::Chart => 12.0,
            Self::MeetingAnswer => 45.0,
            Self::MeetingFigure => 36.0,
            Self::MeetingTitle => 24.0,
            Self::MeetingBody => 21.0,
            Self::MeetingCaption => 17.0,
        }
    }

    /// The distance from line to line.
    pub fn line_height(self) -> f32 {
        match self {
            Self::Answer => 40.0,
            Self::Title => 28.0,
            Self::Body => 21.0,
            Self::Caption => 18.0,
            Self::Chart => 16.0,
            Self::MeetingAnswer => 58.0,
            Self::MeetingFigure => 46.0,
            Self::MeetingTitle => 34.0,
            Self::MeetingBody => 30.0,
            Self::MeetingCaption => 24.0,
        }
    }

    /// The font in regular weight.
    pub fn regular(self) -> FontId {
        FontId::new(self.points(), FontFamily::Proportional)
    }

    /// The font of what is read first.
    pub fn strong(self) -> FontId {
        FontId::new(self.points(), semibold())
    }
}

/// A font of any size, for what a drawing says.
pub fn chart_font(points: f32, is_strong: bool) -> FontId {
    FontId::new(points, if is_strong { semibold() } else { FontFamily::Proportional })
}

fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Fonts and both themes. Call it once for each context.
pub fn install_look(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT, Visuals::light()));
    ctx.set_style_of(egui::Theme::Dark, style(&DARK, Visuals::dark()));
    // Where the system does not say, paper is white.
    ctx.options_mut(|options| {
        options.fallback_theme = egui::Theme::Light;
        // The scale is a setting, which is remembered.
        options.zoom_with_keyboard = false;
    });
}

/// High contrast stands in the place of the light theme.
pub fn set_contrast(ctx: &egui::Context, is_high: bool) {
    let tokens = if is_high { &CONTRAST } else { &LIGHT };
    ctx.set_style_of(egui::Theme::Light, style(tokens, Visuals::light()));
}

/// Noto Sans in two weights, the arrows that it lacks, then what egui brings.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("noto", REGULAR);
    add("noto-semibold", SEMIBOLD);
    // Its arrows and its minus stand too high beside digits.
    let tweak = FontTweak { y_offset_factor: ARROWS_DOWN, ..FontTweak::default() };
    let arrows = FontData::from_static(ARROWS).tweak(tweak);
    fonts.font_data.insert("arrows".to_owned(), Arc::new(arrows));
    let rest = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [(FontFamily::Proportional, "noto"), (semibold(), "noto-semibold")] {
        let mut chain = vec![first.to_owned(), "arrows".to_owned()];
        chain.extend(rest.iter().cloned());
        fonts.families.insert(family, chain);
    }
    fonts
}

fn style(tokens: &DesignTokens, mut visuals: Visuals) -> egui::Style {
    let corner_radius = CornerRadius::same(RADIUS);
    let widget = |fill: Color32, stroke: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(tokens.surface, tokens.border, tokens.text_2);
    visuals.widgets.inactive = widget(tokens.surface, tokens.border, tokens.text);
    visuals.widgets.hovered = widget(tokens.raised, tokens.border, tokens.text);
    visuals.widgets.active = widget(tokens.raised, tokens.accent, tokens.text);
    visuals.widgets.open = widget(tokens.raised, tokens.border, tokens.text);
    visuals.selection.bg_fill = tokens.selected();
    // The frame of a field that has the focus.
    visuals.selection.stroke = Stroke::new(2.0, tokens.accent);
    visuals.text_cursor.stroke = Stroke::new(2.0, tokens.accent);
    visuals.hyperlink_color = tokens.accent;
    visuals.faint_bg_color = tokens.raised;
    visuals.extreme_bg_color = tokens.border;
    visuals.text_edit_bg_color = Some(tokens.surface);
    visuals.weak_text_color = Some(tokens.text_3);
    visuals.warn_fg_color = tokens.watch;
    visuals.error_fg_color = tokens.act;
    visuals.panel_fill = tokens.bg;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = tokens.hairline();
    visuals.window_corner_radius = corner_radius;
    visuals.menu_corner_radius = corner_radius;
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;

    let mut style = egui::Style { visuals, animation_time: 0.12, ..egui::Style::default() };
    style.text_styles = [
        (TextStyle::Heading, Size::Title.strong()),
        (TextStyle::Body, Size::Body.regular()),
        (TextStyle::Monospace, Size::Caption.regular()),
        (TextStyle::Button, Size::Caption.regular()),
        (TextStyle::Small, Size::Chart.regular()),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(8.0, 8.0);
    style.spacing.button_padding = Vec2::new(12.0, 4.0);
    style.spacing.interact_size = Vec2::new(40.0, 28.0);
    style.spacing.tooltip_width = 420.0;
    style.spacing.scroll = ScrollStyle { foreground_color: false, ..ScrollStyle::floating() };
    style.spacing.scroll.dormant_handle_opacity = 0.6;
    style.spacing.scroll.floating_width = 5.0;
    style.spacing.scroll.fade.strength = 0.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.25;
    style.scroll_animation = ScrollAnimation::none();
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_on_the_screen_has_a_glyph_in_both_weights() {
        let ctx = egui::Context::default();
        install_look(&ctx);
        let signs = "“”AZaz09 .,:;·…–−→←≈≤≥%$€£¥éüñß()/+*\"'’&@#";
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for font in [Size::Body.regular(), Size::Body.strong()] {
                for sign in signs.chars() {
                    assert!(ui.fonts_mut(|fonts| fonts.has_glyph(&font, sign)), "{sign:?} in {font:?}");
                }
            }
        });
        output.drop_without_applying_deltas();
    }

    #[test]
    fn text_stands_out_from_every_surface() {
        for tokens in [&LIGHT, &DARK, &CONTRAST] {
            for surface in [tokens.bg, tokens.surface, tokens.raised, tokens.selected()] {
                for ink in [
                    tokens.text,
                    tokens.text_2,
                    tokens.text_3,
                    tokens.accent,
                    tokens.act,
                    tokens.watch,
                    tokens.better,
                    tokens.chance,
                ] {
                    assert!(contrast(ink, surface) >= 4.5, "{ink:?} on {surface:?}: {}", contrast(ink, surface));
                }
            }
            assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5);
        }
    }

    /// The contrast ratio of WCAG 2.2.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let linear = egui::Rgba::from(color);
            0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}
