namespace Layercake.Testing;

/// <summary>C# that stands in a file which is no part of a project, such as a page.</summary>
/// <param name="File">As messages name it, relative to the repository.</param>
/// <param name="Line">The line of the file on which the text begins, from 1.</param>
public sealed record SourceFragment(string Text, string File, int Line)
{
    /// <summary>The code that the text stands in, where it is no whole file.</summary>
    public string Before { get; init; } = "";

    public string After { get; init; } = "";

    /// <summary>All that is compiled; messages tell the places of the text in its own file.</summary>
    public string ToCode() => $"{Before}\n#line {Line} \"{File}\"\n{Text}\n#line default\n{After}";
}
