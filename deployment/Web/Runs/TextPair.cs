namespace Layercake.Web.Runs;

/// <summary>The text of a file before and after, without secrets.</summary>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none any more.</param>
public sealed record TextPair(string? Before, string? After);
