using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds;

/// <summary>How a cluster refers to an init script, by where the script is.</summary>
internal static class InitScriptPlace
{
    /// <summary><c>{"workspace":{"destination":"/Shared/init/install.sh"}}</c> and its kin.</summary>
    public static JObject Entry(string path) => new() { [Scheme(path)] = new JObject { ["destination"] = path } };

    private static string Scheme(string path) =>
        path.StartsWith("dbfs:", StringComparison.Ordinal) ? "dbfs" : path.StartsWith("/Volumes/", StringComparison.Ordinal) ? "volumes" : "workspace";
}
