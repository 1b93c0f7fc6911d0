using Build.Reports.Html;

namespace Layercake.Build.Tests.Reports.Html;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void What_a_box_needs_is_to_its_left()
    {
        var layout = Layout(5, (0, 1), (1, 2), (0, 2), (3, 2), (3, 4));

        Assert.Equal(5, layout.Lines.Count);
        Assert.All(layout.Lines, line => Assert.True(layout.Boxes[line.From].X + layout.Boxes[line.From].Width < layout.Boxes[line.To].X));
    }

    [Fact]
    public void A_box_stands_beside_what_needs_it_and_not_far_from_it()
    {
        var layout = Layout(4, (0, 1), (1, 2), (3, 2));

        Assert.Equal(layout.Boxes[1].X, layout.Boxes[3].X);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 40)]
    [InlineData(3, 200)]
    public void No_box_lies_on_another_and_no_line_runs_through_one(int seed, int boxes)
    {
        var layout = Layout(
            boxes,
            [.. Enumerable.Range(1, boxes - 1).SelectMany(to => new[] { (((to * 7) + seed) % to, to), (((to * 13) + seed) % to, to) })]
        );

        var all = layout.Boxes;
        Assert.All(
            all,
            box => Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= layout.Width && box.Y + box.Height <= layout.Height)
        );
        Assert.Empty(
            from a in Enumerable.Range(0, boxes)
            from b in Enumerable.Range(a + 1, boxes - a - 1)
            where Overlap(all[a], all[b])
            select (a, b)
        );

        // Within a column lines are straight, so their points tell.
        Assert.Empty(
            from line in layout.Lines
            from point in line.Points.Skip(1).SkipLast(1)
            from box in all
            where Holds(box, point)
            select (line.From, line.To, point)
        );
    }

    [Fact]
    public void A_chain_is_a_straight_line()
    {
        var layout = Layout(4, (0, 1), (1, 2), (2, 3));

        Assert.Single(layout.Boxes.Select(box => box.Y).Distinct());
    }

    [Fact]
    public void A_circle_loses_a_line_and_ends()
    {
        var layout = Layout(3, (0, 1), (1, 2), (2, 0), (1, 1));

        Assert.Equal(3, layout.Boxes.Count);
        Assert.InRange(layout.Lines.Count, 1, 2);
    }

    [Fact]
    public void Nothing_takes_no_room() => Assert.Equal((0, 0), (Layout(0).Width, Layout(0).Height));

    private static LayeredLayout Layout(int boxes, params (int, int)[] edges) =>
        new([.. Enumerable.Range(0, boxes).Select(i => 100.0 + (i % 7 * 10))], 44, edges);

    private static bool Overlap(Box a, Box b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height - 0.01 && b.Y < a.Y + a.Height - 0.01;

    private static bool Holds(Box box, (double X, double Y) point) =>
        point.X >= box.X && point.X <= box.X + box.Width && point.Y > box.Y && point.Y < box.Y + box.Height;
}
