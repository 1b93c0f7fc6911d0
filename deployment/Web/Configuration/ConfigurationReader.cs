using System.Net;
using Layercake.Engine.Declarations;
using Layercake.Web.Access;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Configuration;

/// <summary>Reads the file of <c>--web-config</c>.</summary>
public static class ConfigurationReader
{
    private const string Origin = "an address such as \"https://layercake.contoso.example\", without a path";

    private const string Networks =
        "a list of networks such as [\"10.0.4.0/24\"], or [\"10.0.4.7/32\"] for one address, where no bit after the prefix is set and "
        + "none is all addresses";

    /// <param name="mode">The value of <c>--auth</c>, which comes before that of the file; null when it was not given.</param>
    /// <param name="environments">The environments there are: a name that is misspelled would leave the one that was meant open.</param>
    /// <returns>Null, with findings, when something is wrong.</returns>
    public static WebConfiguration? Read(
        string path,
        SignInMode? mode,
        IReadOnlyList<string> environments,
        ICollection<Finding> findings
    )
    {
        var source = new SourceFile(Path.GetFileName(path), findings);
        if (!Path.Exists(path))
        {
            source.Add(null, "FIL001", $"There is no {path}. Correct what --web-config names.");
            return null;
        }

        if (JsonText.Load(path, source.Name, findings, mayBePipe: true) is not { } document)
            return null;

        var read = Read(new Members(document, "", source), Path.GetDirectoryName(Path.GetFullPath(path))!, source, environments);
        read = read with { Mode = mode ?? read.Mode };

        // What could not be read is not missing.
        if (findings.Count == 0)
            foreach (var missing in ConfigurationChecks.Of(read))
                source.Add(null, "WEB003", missing);

        return findings.Count == 0 ? read : null;
    }

    private static WebConfiguration Read(Members document, string folder, SourceFile source, IReadOnlyList<string> environments)
    {
        var defaults = new WebConfiguration();
        var mode = document.Text(
            "auth",
            $"one of {string.Join(", ", SignInModes.Names)}",
            name => SignInModes.Named(name) is not null
        );
        var listen = document.Read("listen", "an address of this machine such as \"127.0.0.1\", or \"0.0.0.0\" for all", Address);
        var publicUrl = document.Read("public_url", Origin, Root);
        var trusted = document.Read("trusted_proxies", Networks, NetworksOf);
        var entra = document.Object("entra", "an object with tenant_id, client_id and client_secret_file");
        var proxy = document.Object("proxy", "an object with user_header and groups_header");
        var app = document.Object("databricks_app", "an object with workspace_url");
        var roles = document.Object("roles", "an object with the names of environments");
        var modes = ByEnvironmentReader.Read(document, "app_mode", environments, AppModes.Names, AppModes.Named);
        var deployAs = ByEnvironmentReader.Read(document, "deploy_as", environments, DeployAsRules.Names, DeployAsRules.Named);
        document.RefuseOthers();
        var read = new WebConfiguration
        {
            AppModes = new AppModes(modes),
            DeployAs = new DeployAsRules(deployAs),
            Mode = mode is null ? defaults.Mode : SignInModes.Named(mode)!.Value,
            Listen = listen ?? defaults.Listen,
            PublicUrl = publicUrl,
            TrustedProxies = trusted ?? [],
            Roles = roles is null ? RoleRules.None : new RolesReader(environments).Read(roles),
            Entra = entra is null ? null : Entra(entra, folder, source),
            UserHeader = proxy?.Text("user_header", "the name of a header", IsHeader) ?? defaults.UserHeader,
            GroupsHeader = proxy?.Text("groups_header", "the name of a header", IsHeader) ?? defaults.GroupsHeader,
            WorkspaceUrl = app?.Read("workspace_url", Origin, Root),
        };
        proxy?.RefuseOthers();
        app?.RefuseOthers();
        return read;
    }

    private static EntraSettings? Entra(Members entra, string folder, SourceFile source)
    {
        const string id = "an id such as \"5e0c9d1a-7b42-4f68-9c3d-2a6b8e1f4d70\": sign-in is for one tenant";
        var authority = entra.Read("authority", "Entra's address such as \"https://login.microsoftonline.com\", without the tenant", Root);
        var tenant = entra.Text("tenant_id", id, text => Guid.TryParse(text, out _));
        var client = entra.Text("client_id", id, text => Guid.TryParse(text, out _));
        var file = entra.Text("client_secret_file", "the path of a file that holds the application's secret and nothing else");
        entra.RefuseOthers();
        var secret = file is null ? null : Secret(Path.GetFullPath(Path.Combine(folder, file)), source);
        return tenant is null || client is null || secret is null
            ? null
            : new EntraSettings(authority ?? EntraSettings.Public, tenant, client) { ClientSecret = secret };
    }

    private static string? Secret(string path, SourceFile source)
    {
        try
        {
            if (File.ReadAllText(path).Trim() is { Length: > 0 } secret)
                return secret;

            source.Add(null, "WEB005", $"entra.client_secret_file: {path} is empty. Put the application's secret into it.");
        }
        catch (Exception error) when (DiskErrors.Is(error))
        {
            source.Add(null, "WEB005", $"entra.client_secret_file: {path} cannot be read: {DiskErrors.Words(error, path)}.");
        }

        return null;
    }

    // Of the many ways in which an address can be written, only the one that people read.
    private static IPAddress? Address(JToken token) =>
        token is JValue { Value: string text } && IPAddress.TryParse(text, out var address) && address.ToString() == text ? address : null;

    /// <summary>Secrets and tokens go there, so that it is encrypted unless it stays on this machine.</summary>
    private static Uri? Root(JToken token) =>
        token is JValue { Value: string text }
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address is { Scheme: "http", IsLoopback: true })
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : null;

    private static IPNetwork[]? NetworksOf(JToken token)
    {
        if (token is not JArray items)
            return null;

        var networks = new List<IPNetwork>();
        foreach (var item in items)
            if (item is JValue { Value: string text } && IPNetwork.TryParse(text, out var network) && IsExact(network, text))
                networks.Add(network);
            else
                return null;

        return [.. networks];
    }

    // Whoever writes an address of one machine before a short prefix may not know what that means.
    private static bool IsExact(IPNetwork network, string text) => network.PrefixLength > 0 && network.ToString() == text;

    private static bool IsHeader(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
