namespace Layercake.Web.Configuration;

/// <summary>How it is known who asks.</summary>
public enum SignInMode
{
    /// <summary>Whoever opens the address that the server printed, on the same machine.</summary>
    OneTimeAddress,

    /// <summary>By Microsoft Entra.</summary>
    Entra,

    /// <summary>The headers of the proxy in front of a Databricks App, proved at the workspace.</summary>
    DatabricksApp,

    /// <summary>The headers of Azure App Service authentication, or of Container Apps.</summary>
    EasyAuth,

    /// <summary>The headers of any other proxy that signs users in.</summary>
    Proxy,
}

/// <summary>The names of modes on the command line and in the configuration.</summary>
public static class SignInModes
{
    private static readonly Dictionary<string, SignInMode> All = new(StringComparer.Ordinal)
    {
        ["entra"] = SignInMode.Entra,
        ["databricks-app"] = SignInMode.DatabricksApp,
        ["easy-auth"] = SignInMode.EasyAuth,
        ["proxy"] = SignInMode.Proxy,
    };

    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <summary>Null when there is none of that name.</summary>
    public static SignInMode? Named(string name) => All.TryGetValue(name, out var mode) ? mode : null;

    public static string NameOf(SignInMode mode) => All.First(entry => entry.Value == mode).Key;
}
