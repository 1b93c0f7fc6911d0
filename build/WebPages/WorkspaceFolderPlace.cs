namespace Build.WebPages;

/// <summary>Which Git folder of which workspace has the page's files.</summary>
/// <param name="Path">In the workspace.</param>
/// <param name="Environment">Whose workspace it is.</param>
/// <param name="Copy">The folder of this machine that runs read and write.</param>
internal sealed record WorkspaceFolderPlace(string Path, string Environment, string Copy);
