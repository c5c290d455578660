//! Pictures of whole pages on any machine: a software rasteriser for `egui_kittest` that blends as `egui_glow` does.

#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

use std::array;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::epaint::{ImageDelta, Primitive, Vertex};
use eframe::egui::{
    ClippedPrimitive, Color32, ColorImage, Context, FullOutput, ImageData, Mesh, Pos2, Rect, TextureFilter, TextureId,
    TextureOptions, TextureWrapMode, TexturesDelta,
};
use egui_kittest::TestRenderer;
use image::RgbaImage;

/// Draws what egui paints, without a GPU. Paint callbacks are left out.
#[derive(Default)]
pub struct SoftwareRenderer {
    textures: HashMap<TextureId, Texture>,
    /// Given back by the last pass, whose picture may still show them.
    freed: Vec<TextureId>,
}

impl TestRenderer for SoftwareRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for id in self.freed.drain(..) {
            self.textures.remove(&id);
        }
        #[allow(clippy::iter_over_hash_type)] // Textures do not depend on each other.
        for (id, updates) in delta.set.drain() {
            for update in updates {
                self.update(id, update);
            }
        }
        self.freed.extend(delta.free.drain());
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.viewport_rect().size() * scale;
        let size = [size.x, size.y].map(|length| length.round() as usize);
        let mut canvas = Canvas::new(size, scale, ctx.global_style().visuals.panel_fill);
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let texture = self.textures.get(&mesh.texture_id);
            let texture = texture.ok_or_else(|| format!("unknown texture {:?}", mesh.texture_id))?;
            let clip = canvas.clip(clip_rect);
            canvas.paint(&mesh, texture, &clip);
        }
        canvas.into_image()
    }
}

impl SoftwareRenderer {
    fn update(&mut self, id: TextureId, update: ImageDelta) {
        let ImageData::Color(image) = update.image;
        let options = update.options;
        if let Some([left, top]) = update.pos {
            if let Some(texture) = self.textures.get_mut(&id) {
                texture.options = options;
                texture.patch(left, top, &image);
            }
        } else {
            let image = Arc::unwrap_or_clone(image);
            self.textures.insert(id, Texture { image, options });
        }
    }
}

/// An image to draw from. How it is filtered when shrunk is taken to be how it is filtered when enlarged.
struct Texture {
    image: ColorImage,
    options: TextureOptions,
}

impl Texture {
    fn patch(&mut self, left: usize, top: usize, patch: &ColorImage) {
        let width = self.image.width();
        for (row, texels) in patch.pixels.chunks_exact(patch.width().max(1)).enumerate() {
            let start = (top + row) * width + left;
            self.image.pixels[start..start + texels.len()].copy_from_slice(texels);
        }
    }

    /// The colour at a place between `[0, 0]`, the upper left corner, and `[1, 1]`; channels from 0 to 255.
    fn sample(&self, [u, v]: [f32; 2]) -> [f32; 4] {
        let (x, y) = (u * self.image.width() as f32, v * self.image.height() as f32);
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(x.floor(), y.floor());
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let upper = mix(self.texel(left, top), self.texel(left + 1.0, top), x - left);
        let lower = mix(self.texel(left, top + 1.0), self.texel(left + 1.0, top + 1.0), x - left);
        mix(upper, lower, y - top)
    }

    fn texel(&self, column: f32, row: f32) -> [f32; 4] {
        let [width, height] = self.image.size;
        let index = self.wrap(row, height) * width + self.wrap(column, width);
        self.image.pixels[index].to_array().map(f32::from)
    }

    fn wrap(&self, index: f32, length: usize) -> usize {
        let (index, length) = (index as i64, length as i64);
        let wrapped = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => index.clamp(0, length - 1),
            TextureWrapMode::Repeat => index.rem_euclid(length),
            TextureWrapMode::MirroredRepeat => {
                let unfolded = index.rem_euclid(2 * length);
                unfolded.min(2 * length - 1 - unfolded)
            }
        };
        wrapped as usize
    }
}

/// The picture while it is painted.
struct Canvas {
    width: usize,
    height: usize,
    /// Pixels per point.
    scale: f32,
    pixels: Vec<[u8; 4]>,
}

/// The pixels that may be painted.
struct Clip {
    columns: Range<i64>,
    rows: Range<i64>,
}

impl Canvas {
    fn new([width, height]: [usize; 2], scale: f32, background: Color32) -> Self {
        let [red, green, blue, _] = background.to_array();
        let pixels = vec![[red, green, blue, u8::MAX]; width * height];
        Self { width, height, scale, pixels }
    }

    fn clip(&self, rect: Rect) -> Clip {
        let pixel = |at: f32, length: usize| ((at * self.scale).round() as i64).clamp(0, length as i64);
        Clip {
            columns: pixel(rect.min.x, self.width)..pixel(rect.max.x, self.width),
            rows: pixel(rect.min.y, self.height)..pixel(rect.max.y, self.height),
        }
    }

    fn paint(&mut self, mesh: &Mesh, texture: &Texture, clip: &Clip) {
        for indices in mesh.triangles() {
            let corners = indices.map(|index| mesh.vertices[index as usize]);
            let Some(triangle) = Triangle::new(corners.map(|corner| snap(corner.pos, self.scale))) else { continue };
            let [first, second, third] = corners;
            let colors = Plane::new(corners.map(|corner| corner.color.to_array().map(f32::from)));
            let places = Plane::new(corners.map(|Vertex { uv, .. }| [uv.x, uv.y]));
            let texel = texture.sample(places.origin); // All there is in plain shapes: white.
            if first.uv != second.uv || first.uv != third.uv {
                self.fill(&triangle, clip, |weights| tint(texture.sample(places.at(weights)), colors.at(weights)));
            } else if first.color != second.color || first.color != third.color {
                self.fill(&triangle, clip, |weights| tint(texel, colors.at(weights)));
            } else {
                let color = tint(texel, colors.origin);
                self.fill(&triangle, clip, |_| color);
            }
        }
    }

    /// `shade` gives the colour where the second and the third corner have these weights.
    fn fill(&mut self, triangle: &Triangle, clip: &Clip, shade: impl Fn([f32; 2]) -> [f32; 4]) {
        for row in triangle.rows.start.max(clip.rows.start)..triangle.rows.end.min(clip.rows.end) {
            let span = triangle.edges.iter().fold(clip.columns.clone(), |span, edge| edge.narrow(span, row));
            if span.is_empty() {
                continue;
            }
            let line = row as usize * self.width;
            let pixels = &mut self.pixels[line + span.start as usize..line + span.end as usize];
            for (column, pixel) in span.zip(pixels) {
                blend(pixel, shade(triangle.weights(column, row)));
            }
        }
    }

    fn into_image(self) -> Result<RgbaImage, String> {
        let [width, height] = [self.width, self.height].map(|length| length as u32);
        RgbaImage::from_raw(width, height, self.pixels.into_flattened()).ok_or_else(|| "picture too large".to_owned())
    }
}

/// Steps per pixel of the grid to which corners are rounded, as on a GPU, so that the fill rule is exact.
const STEPS: i64 = 256;

/// From a pixel's edge to its centre.
const HALF: i64 = STEPS / 2;

/// Corners farther out than this are pulled in, so that products of two distances cannot overflow.
const FARTHEST: f32 = (1_i64 << 29) as f32;

/// Where a point is, in steps.
fn snap(pos: Pos2, scale: f32) -> [i64; 2] {
    [pos.x, pos.y].map(|at| (at * scale * STEPS as f32).round().clamp(-FARTHEST, FARTHEST) as i64)
}

/// Which pixels have their centre inside of three corners. A centre on a shared edge belongs to one side only.
struct Triangle {
    rows: Range<i64>,
    /// Opposite the first, the second and the third corner.
    edges: [Edge; 3],
    /// One divided by the value that an edge has at the corner opposite to it.
    scale: f32,
}

impl Triangle {
    /// `None` where the corners are on one line.
    fn new([a, b, c]: [[i64; 2]; 3]) -> Option<Self> {
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if area == 0 {
            return None;
        }
        // egui's triangles turn either way; the edges are to see the inside on the same side.
        let edge = |from, to| if area > 0 { Edge::new(from, to) } else { Edge::new(to, from) };
        let top = a[1].min(b[1]).min(c[1]);
        let bottom = a[1].max(b[1]).max(c[1]);
        Some(Self {
            rows: (top + HALF - 1).div_euclid(STEPS)..(bottom + HALF).div_euclid(STEPS),
            edges: [edge(b, c), edge(c, a), edge(a, b)],
            scale: 1.0 / area.abs() as f32,
        })
    }

    /// How much the second and the third corner count at a pixel's centre; the rest is the first corner's.
    fn weights(&self, column: i64, row: i64) -> [f32; 2] {
        [&self.edges[1], &self.edges[2]].map(|edge| edge.at(column, row) as f32 * self.scale)
    }
}

/// A line, as a function of the pixel that grows towards the inside of the triangle and is 0 on the line.
struct Edge {
    origin: i64,
    per_column: i64,
    per_row: i64,
    /// The least value inside: pixels on the line are taken by top and left edges only.
    least: i64,
}

impl Edge {
    /// The inside is on the right hand of one who walks from `from` to `to`.
    fn new(from: [i64; 2], to: [i64; 2]) -> Self {
        let (right, down) = (to[0] - from[0], to[1] - from[1]);
        let top_or_left = down < 0 || (down == 0 && right > 0);
        Self {
            origin: right * (HALF - from[1]) - down * (HALF - from[0]),
            per_column: -down * STEPS,
            per_row: right * STEPS,
            least: i64::from(!top_or_left),
        }
    }

    fn at(&self, column: i64, row: i64) -> i64 {
        self.origin + self.per_column * column + self.per_row * row
    }

    /// The part of a row's span that is on the inside.
    fn narrow(&self, span: Range<i64>, row: i64) -> Range<i64> {
        let spare = self.at(0, row) - self.least;
        match self.per_column {
            0 if spare < 0 => span.end..span.end,
            0 => span,
            rise @ 1.. => span.start.max(-spare.div_euclid(rise))..span.end,
            fall => span.start..span.end.min(spare.div_euclid(-fall) + 1),
        }
    }
}

/// Values that vary over a triangle: those of the first corner, and the way to those of the other two.
struct Plane<const N: usize> {
    origin: [f32; N],
    to_second: [f32; N],
    to_third: [f32; N],
}

impl<const N: usize> Plane<N> {
    fn new([origin, second, third]: [[f32; N]; 3]) -> Self {
        Self {
            origin,
            to_second: array::from_fn(|i| second[i] - origin[i]),
            to_third: array::from_fn(|i| third[i] - origin[i]),
        }
    }

    fn at(&self, [second, third]: [f32; 2]) -> [f32; N] {
        array::from_fn(|i| self.origin[i] + self.to_second[i] * second + self.to_third[i] * third)
    }
}

fn mix(a: [f32; 4], b: [f32; 4], share: f32) -> [f32; 4] {
    array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}

fn tint(texel: [f32; 4], color: [f32; 4]) -> [f32; 4] {
    array::from_fn(|i| texel[i] * color[i] / 255.0)
}

/// Puts a colour, already multiplied by its alpha, over a pixel.
fn blend(pixel: &mut [u8; 4], color: [f32; 4]) {
    let kept = 1.0 - color[3] / 255.0;
    *pixel = array::from_fn(|i| (color[i] + f32::from(pixel[i]) * kept + 0.5) as u8);
}
