//! Labels that stand at their own heights, pushed apart where they meet.

/// Moves heights apart to at least `gap`, keeping their order and staying within `top..=bottom`.
pub fn pushed_apart(heights: &mut [f32], gap: f32, top: f32, bottom: f32) {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|&a, &b| heights[a].total_cmp(&heights[b]));
    for pass in 0..8 {
        let mut has_moved = false;
        for pair in order.windows(2) {
            let overlap = gap - (heights[pair[1]] - heights[pair[0]]);
            if overlap > 0.01 {
                heights[pair[0]] -= overlap / 2.0;
                heights[pair[1]] += overlap / 2.0;
                has_moved = true;
            }
        }
        if !has_moved && pass > 0 {
            break;
        }
        keep_within(heights, &order, gap, top, bottom);
    }
}

fn keep_within(heights: &mut [f32], order: &[usize], gap: f32, top: f32, bottom: f32) {
    let mut least = top;
    for &i in order {
        heights[i] = heights[i].max(least);
        least = heights[i] + gap;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        heights[i] = heights[i].min(most);
        most = heights[i] - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_meet_are_pushed_apart_and_stay_inside() {
        let mut heights = [50.0, 52.0, 51.0];
        pushed_apart(&mut heights, 15.0, 0.0, 100.0);
        assert!(heights[2] - heights[0] >= 14.9 && heights[1] - heights[2] >= 14.9, "{heights:?}");
        let mut heights = [98.0, 99.0];
        pushed_apart(&mut heights, 15.0, 0.0, 100.0);
        assert!(heights[1] <= 100.0 && heights[1] - heights[0] >= 14.9, "{heights:?}");
    }
}
