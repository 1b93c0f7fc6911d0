namespace Layercake.Testing;

/// <summary>Code that stands in a file which is no part of a project, such as a page.</summary>
/// <param name="File">As messages name it, relative to the repository.</param>
/// <param name="Line">The line of the file on which the text begins, from 1.</param>
public sealed record SourceFragment(string Text, string File, int Line);
