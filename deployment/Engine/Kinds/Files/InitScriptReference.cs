using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>How a cluster refers to an init script, by where the script is.</summary>
internal static class InitScriptReference
{
    /// <summary>The object form: <c>{"workspace":{"destination":"/Shared/init/install.sh"}}</c>.</summary>
    public static JObject Entry(string path) => new() { [Scheme(path)] = new JObject { ["destination"] = path } };

    /// <summary>The kind of storage of a path.</summary>
    public static string Scheme(string path) =>
        path.StartsWith("dbfs:", StringComparison.Ordinal) ? "dbfs"
        : path.StartsWith("/Volumes/", StringComparison.Ordinal) ? "volumes"
        : "workspace";
}
