namespace Layercake.Web.Runs;

/// <summary>The dependencies of a run's assets, ready to be drawn: what an asset needs is to the left of it.</summary>
public sealed record DependencyPicture
{
    /// <summary>None where there are too many assets, and none of them was chosen.</summary>
    public required IReadOnlyList<PictureBox> Boxes { get; init; }

    public required IReadOnlyList<PictureLine> Lines { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    /// <summary>The assets of the run, drawn or not.</summary>
    public required int Total { get; init; }
}

/// <summary>An asset in the picture.</summary>
public sealed record PictureBox
{
    /// <summary><c>jobs.nightly</c></summary>
    public required string Asset { get; init; }

    public required string Kind { get; init; }

    /// <summary>As much of its name as there is room for.</summary>
    public required string Name { get; init; }

    /// <summary>What is special about it besides its state: <c>drift</c>, <c>adopted</c>.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Assets, drawn or not.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    public required double X { get; init; }

    public required double Y { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }
}

/// <summary>A dependency in the picture.</summary>
/// <param name="Path">The data of an SVG path.</param>
/// <param name="ClosesCircle">It runs back to what the other one needs itself.</param>
public sealed record PictureLine(string Path, bool ClosesCircle);
