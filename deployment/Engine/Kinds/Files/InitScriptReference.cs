using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>How a cluster refers to an init script, by where the script is.</summary>
internal static class InitScriptReference
{
    /// <summary><c>{"workspace":{"destination":"/Shared/init/install.sh"}}</c> and its kin.</summary>
    public static JObject Entry(string path) => new() { [Scheme(path)] = new JObject { ["destination"] = path } };

    /// <summary>The kind of place that a path leads to.</summary>
    public static string Scheme(string path) =>
        path.StartsWith("dbfs:", StringComparison.Ordinal) ? "dbfs"
        : path.StartsWith("/Volumes/", StringComparison.Ordinal) ? "volumes"
        : "workspace";
}
