using Build.Preparation;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.WebPages;

/// <summary>Makes an environment of the variables that say where a workspace is and who signs in there.</summary>
internal sealed class WorkspaceVariables(
    Func<string, string?> variable,
    RunOptions run,
    ICollection<string> errors,
    ICollection<string> said
)
{
    /// <summary>The name of the environment that is made.</summary>
    public const string Name = "workspace";

    private const string Host = "DATABRICKS_HOST";
    private const string Token = "DATABRICKS_TOKEN";

    /// <summary>Null where there is no environment of the variables.</summary>
    public WorkspaceOfVariables? Read()
    {
        if (variable(Host) is not { } host)
            return null;
        if (Address(host) is not { } address)
        {
            errors.Add($"{Host} must be {EnvironmentSettings.Find("workspace_url")!.Form}. Correct the variable, or remove it.");
            return null;
        }

        var names = EnvironmentReader.Names(run);
        if (EnvironmentReader.At(address, run) is [var known, ..])
        {
            said.Add($"{Host} says the workspace of the environment {known}, whose file says how to sign in.");
            return new WorkspaceOfVariables(known, null, null);
        }

        if (variable(Token) is null)
            return Incomplete(names);
        if (names.Contains(Name, StringComparer.Ordinal))
        {
            errors.Add(
                $"{Host} adds an environment of the name {Name}, and there is one in a file that is of another workspace. Rename that "
                    + $"file, give it this \"workspace_url\", or remove the variable."
            );
            return null;
        }

        said.Add($"{Host} adds the environment {Name}, {address}, where {Token} signs in.");
        return new WorkspaceOfVariables(Name, address, Path.Combine(run.CloudStateFolder, "web-environments"));
    }

    private WorkspaceOfVariables? Incomplete(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            errors.Add(
                $"{Host} is set and {Token} is not, and no environment file says how to sign in. Set {Token} to a token of that workspace."
            );
        else
            said.Add($"{Host} adds no environment, since {Token} is not set.");
        return null;
    }

    private static string? Address(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        return GivenSettings.Check(new Dictionary<string, string> { ["workspace_url"] = address }, "").Count == 0
            ? new Uri(address).GetLeftPart(UriPartial.Authority)
            : null;
    }
}

/// <summary>The environment whose workspace variables say.</summary>
/// <param name="Address">Of the workspace; null where the environment has a file of its own.</param>
/// <param name="Folder">Where its file is made; null where it has one.</param>
internal sealed record WorkspaceOfVariables(string Environment, string? Address, string? Folder)
{
    /// <summary>Writes the environment's file, as far as it has none.</summary>
    /// <returns>Its folder; null where nothing was written.</returns>
    public string? Make()
    {
        if (Folder is null)
            return null;

        var document = new JObject { ["workspace_url"] = Address, ["authority_type"] = SignInKinds.AccessToken };
        try
        {
            WholeFile.Write(Path.Combine(Folder, $"{Environment}.json"), document.ToString(Formatting.Indented) + "\n");
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"{Folder} cannot be written to: {DiskErrors.Words(e, folder: Folder)}. Give another folder: --state=DIR.",
                e
            );
        }

        return Folder;
    }
}
