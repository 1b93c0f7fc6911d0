using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Checks each setting against the table of settings.</summary>
internal static class SettingChecks
{
    private const string Placeholder = "00000000-0000-0000-0000-000000000000";

    public static void Check(SettingValue value, ICollection<Finding> findings)
    {
        var setting = value.Setting;
        if (Problem(setting, value.Value) is { } problem)
            findings.Add(value.Finding("ENV004", $"{value.Name} {problem}"));
        else if (setting.Key == "asset_tags")
            CheckTags(value, findings);
        else if (setting.Key == "approve")
            ApprovalEntries.Read(value, findings);
        else if (value.Text == Placeholder)
            findings.Add(value.Finding("ENV007", $"{value.Name} still has the placeholder {Placeholder}. Put your own in its place."));
        else if (setting.Key == "mappings" && !File.Exists(value.FullPath))
            findings.Add(
                value.Finding(
                    "MAP001",
                    $"{value.Name} names {value.Text}, and there is no such file. Correct the path: it leads to {value.FullPath}."
                )
            );
        else if (setting.Key == "notebooks_path" && IsSomeonesFolder(value.Text))
            findings.Add(
                value.Finding(
                    "ENV008",
                    $"{value.Name} is a user's folder, {value.Text}, which goes when the user does. Choose one below /Shared.",
                    Severity.Warning
                )
            );
    }

    /// <summary>The service accepts only texts as values of tags.</summary>
    private static void CheckTags(SettingValue value, ICollection<Finding> findings)
    {
        foreach (var tag in ((JObject)value.Value).Properties().Where(tag => tag.Value.Type != JTokenType.String))
            findings.Add(SourceLocation.Of(tag, value.File).Finding("ENV004", $"asset_tags.{tag.Name} must be a text in double quotes."));
    }

    private static string? Problem(EnvironmentSetting setting, object value) =>
        value switch
        {
            int number when number < setting.Minimum || number > setting.Maximum => $"must be {setting.Form}.",
            string text when setting.Type == SettingType.Address => AddressProblem(setting, text),
            string text
                when setting.Pattern is { } pattern
                    && (text.EndsWith('\n') || !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant)) =>
                $"must be {setting.Form}, and it is \"{text}\".",
            _ => null,
        };

    private static string? AddressProblem(EnvironmentSetting setting, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return $"must be {setting.Form}, and it is \"{text}\".";
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            return $"must start with https://, and it is \"{text}\".";

        if (setting.Key == "vault_url" && address.Scheme != Uri.UriSchemeHttps)
            return $"must start with https://, and it is \"{text}\": a vault gives secrets over nothing else.";

        // An address copied from a browser has more after the host (/?o=…#job/…); a user name in it would get into logs.
        return address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0
            ? $"must end after the host: write {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}."
            : null;
    }

    private static bool IsSomeonesFolder(string path) =>
        path.StartsWith("/Users/", StringComparison.Ordinal) || path.StartsWith("/Workspace/Users/", StringComparison.Ordinal);
}
