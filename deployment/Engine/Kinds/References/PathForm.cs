using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>How a field spells the path of a file.</summary>
internal abstract partial class PathForm
{
    /// <summary>Text with the path, for which a <c>source</c> beside it can say that it is in the job's Git repository.</summary>
    /// <param name="prefix">Some fields want the path with <c>/Workspace</c>, some without.</param>
    public static PathForm InSource(string prefix) => new PrefixedText(prefix, hasSource: true);

    /// <summary>Text with the path, which is never in the job's Git repository.</summary>
    public static PathForm Text { get; } = new PrefixedText(WorkspacePath.Root);

    /// <summary>As <see cref="Text"/>, for a field that wants the path without <c>/Workspace</c>.</summary>
    public static PathForm Plain { get; } = new PrefixedText("");

    /// <summary>Text for all that is in a folder: <c>etl/**</c>.</summary>
    public static PathForm AllOf { get; } = new FolderPattern();

    /// <summary>Text that is a path where it ends so, and a name or an id of something else otherwise.</summary>
    public static PathForm Ending(params string[] endings) => new PrefixedText(WorkspacePath.Root) { Endings = endings };

    /// <summary>A line as of a requirements file: a package, or the path of one, or a path after an option such as <c>-r</c>.</summary>
    public static PathForm Requirement { get; } = new RequirementLine();

    /// <summary>An object with the kind of storage and the path: <c>{"workspace":{"destination":"/Shared/init/install.sh"}}</c>.</summary>
    public static PathForm InitScript { get; } = new StorageEntry();

    /// <summary>A <c>source</c> beside the field can say that the path is in the job's Git repository.</summary>
    public virtual bool HasSource => false;

    /// <summary>The name in Git that this text, in the place of the token, stands for; null when it is a value for the service.</summary>
    public abstract string? NameIn(JObject declaration, JToken token, string text);

    /// <summary>What the service gets for a path.</summary>
    /// <param name="written">The text that has the name.</param>
    public abstract JToken Placed(string written, string path);

    /// <summary>The path, of the workspace's tree or a volume, that the service holds in this token; null when it holds none.</summary>
    public abstract string? PathIn(JToken token);

    /// <summary>The text that a declaration has for what the service holds in this token.</summary>
    public virtual string Named(JToken token, string name) => name;

    /// <summary>Whether a deployment of the file at that place has the same effect as this token.</summary>
    public virtual bool Means(JToken token, string place) => true;

    /// <summary>What tells it from every other form.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Whether it could be a path of Git: not one of a workspace or another store, and nothing that is known only later.</summary>
    private static bool IsRelative(string text) =>
        text.Length > 0
        && text[0] != '/'
        && !text.Contains(':', StringComparison.Ordinal)
        && !text.Contains("${", StringComparison.Ordinal)
        && !text.StartsWith("{{", StringComparison.Ordinal);

    private static string? InTree(string path) => WorkspacePath.IsInTree(path) || IsInVolume(path) ? path : null;

    private static bool IsInVolume(string path) => path.StartsWith("/Volumes/", StringComparison.Ordinal);

    private sealed class PrefixedText(string prefix, bool hasSource = false) : PathForm
    {
        public override bool HasSource => hasSource;

        public IReadOnlyList<string> Endings { get; init; } = [];

        /// <remarks>The service takes relative paths only from the job's Git repository.</remarks>
        public override string? NameIn(JObject declaration, JToken token, string text) =>
            IsRelative(text) && IsPath(text) && !(HasSource && JobSource.IsGit(declaration, token)) ? text : null;

        public override JToken Placed(string written, string path) => IsInVolume(path) ? path : prefix + WorkspacePath.Plain(path);

        public override string? PathIn(JToken token) => token is JValue { Value: string text } && IsPath(text) ? InTree(text) : null;

        public override string ToString() => $"{base.ToString()} {prefix} {HasSource} {string.Join(' ', Endings)}";

        private bool IsPath(string text) =>
            Endings.Count == 0 || Endings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>https://pip.pypa.io/en/stable/reference/requirements-file-format/</summary>
    private sealed partial class RequirementLine : PathForm
    {
        private static readonly string[] Packages = [".whl", ".tar.gz", ".zip"];

        /// <remarks>With a Git repository of the job, a relative path may be one of that.</remarks>
        public override string? NameIn(JObject declaration, JToken token, string text)
        {
            var line = Line().Match(text);
            var path = line.Groups["path"].Value;
            var isPath = line.Groups["option"].Length > 0 || IsPackage(path) || path.StartsWith('.');
            return isPath && IsRelative(path) && !path.Contains(" @ ", StringComparison.Ordinal) && declaration["git_source"] is not JObject
                ? path
                : null;
        }

        public override JToken Placed(string written, string path) =>
            Line().Match(written).Groups["option"].Value + (IsInVolume(path) ? path : WorkspacePath.Root + WorkspacePath.Plain(path));

        public override string? PathIn(JToken token) =>
            token is JValue { Value: string text } ? InTree(Line().Match(text).Groups["path"].Value) : null;

        public override string Named(JToken token, string name)
        {
            var option = Line().Match((string)token!).Groups["option"].Value;
            return option + (option.Length > 0 || IsPackage(name) || name.StartsWith('.') ? "" : "./") + name;
        }

        private static bool IsPackage(string path) =>
            Packages.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

        [GeneratedRegex(@"^(?<option>(-[rce]\s*|--(requirement|constraint|editable)[\s=]\s*))?(?<path>.*?)\s*$", RegexOptions.Singleline)]
        private static partial Regex Line();
    }

    private sealed class FolderPattern : PathForm
    {
        private const string All = "/**";

        public override string? NameIn(JObject declaration, JToken token, string text) =>
            Folder(text) is { } folder && IsRelative(folder) ? folder : null;

        public override JToken Placed(string written, string path) => WorkspacePath.Root + WorkspacePath.Plain(path) + All;

        public override string? PathIn(JToken token) =>
            token is JValue { Value: string text } && Folder(text) is { } folder ? InTree(folder) : null;

        public override string Named(JToken token, string name) => name + All;

        private static string? Folder(string text) => text.EndsWith(All, StringComparison.Ordinal) ? text[..^All.Length] : null;
    }

    private sealed class StorageEntry : PathForm
    {
        /// <remarks>The service takes no plain text here.</remarks>
        public override string? NameIn(JObject declaration, JToken token, string text) => text;

        public override JToken Placed(string written, string path) => InitScriptReference.Entry(path);

        public override string? PathIn(JToken token) =>
            (((token as JObject)?.Properties().FirstOrDefault()?.Value as JObject)?["destination"] as JValue)?.Value as string;

        public override bool Means(JToken token, string place) => JToken.DeepEquals(InitScriptReference.Entry(place), token);
    }
}
