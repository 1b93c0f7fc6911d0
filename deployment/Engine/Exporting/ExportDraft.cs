using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>One object of the workspace on its way into a file.</summary>
internal sealed class ExportDraft(string kind, FoundAsset found)
{
    public string Kind => kind;

    public string Name => found.Name;

    public FoundAsset Found => found;

    public string Asset => $"{kind}.{Name}";

    /// <summary>Document kinds: as the workspace holds it; null when it could not be read.</summary>
    public LiveAsset? Live { get; set; }

    /// <summary>
    /// Document kinds: all that can be declared, names for ids and references for secrets; null when it could not be read.
    /// </summary>
    public JObject? State { get; set; }

    /// <summary>Document kinds: what of it a declaration has to say.</summary>
    public JObject? Bare { get; set; }

    /// <summary>File kinds: the content; null when it could not be read.</summary>
    public byte[]? Content { get; set; }

    /// <summary>How it came to what it is, a line each; without values of fields.</summary>
    public List<string> Log { get; } = [];

    public List<Finding> Findings { get; } = [];

    public bool Failed => Findings.Exists(finding => finding.Severity == Severity.Error);

    public void Fail(string code, string message) => Add(Severity.Error, code, message);

    public void Warn(string code, string message) => Add(Severity.Warning, code, message);

    private void Add(Severity severity, string code, string message) =>
        Findings.Add(
            new Finding
            {
                Severity = severity,
                Code = code,
                Asset = Asset,
                Message = message,
            }
        );
}
