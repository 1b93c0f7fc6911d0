namespace Build.CommandLine;

/// <summary>Options that say where the web page's files are, and contradict each other.</summary>
internal static class CloneOptions
{
    public static IEnumerable<string> Errors(IReadOnlyDictionary<KnownOption, string> values, IReadOnlyCollection<string> targets)
    {
        if (!targets.Contains("Web"))
            yield break;

        var names = values.Keys.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Contains("clone") && (names.Contains("assets") || names.Contains("package")))
            yield return "--clone says where the files are, as --assets and --package do. Give one of them.";
        if (names.Contains("workspace-folder") && new[] { "clone", "assets", "package" }.Any(names.Contains))
            yield return "--workspace-folder says where the files are, as --assets, --clone and --package do. Give one of them.";
        if (names.Contains("clone-branch") && !names.Contains("clone"))
            yield return "--clone-branch says which branch is cloned. Give --clone=URL too, or leave it out.";
    }
}
