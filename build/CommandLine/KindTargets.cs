using Layercake.Engine.Kinds;

namespace Build.CommandLine;

/// <summary>The targets that each kind has of its own, called after its folder: <c>DeployInitScripts</c> for <c>init-scripts</c>.</summary>
internal static class KindTargets
{
    /// <summary>The target that deploys this kind alone.</summary>
    public static string Deploy(string kind) => Of("Deploy", kind);

    /// <summary>The target that exports this kind alone.</summary>
    public static string Export(string kind) => Of("Export", kind);

    /// <summary>The same as a target for all kinds, for each of them alone; none for a target that is not about kinds.</summary>
    /// <param name="whole"><c>Deploy</c> or <c>Export</c>.</param>
    public static IEnumerable<string> PartsOf(string whole, IEnumerable<KindDescription> kinds) =>
        whole is "Deploy" or "Export" ? kinds.Select(kind => Of(whole, kind.Name)) : [];

    /// <summary>All of them, kind by kind.</summary>
    public static IEnumerable<Target> All(IEnumerable<KindDescription> kinds) =>
        kinds.SelectMany(kind => new[] { new Target(Deploy(kind.Name), kind.Deploys), new Target(Export(kind.Name), kind.Exports) });

    private static string Of(string whole, string kind) =>
        whole + string.Concat(kind.Split('-').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
