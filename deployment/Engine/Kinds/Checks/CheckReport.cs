using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>Collects what is found wrong with one declaration.</summary>
internal sealed class CheckReport(Declaration declaration, ICollection<Finding> findings)
{
    /// <param name="at">Where it stands; a field stands where its name stands.</param>
    public void Error(string code, JToken at, string message) => Add(Severity.Error, code, at, message);

    /// <inheritdoc cref="Error"/>
    public void Warning(string code, JToken at, string message) => Add(Severity.Warning, code, at, message);

    private void Add(Severity severity, string code, JToken at, string message)
    {
        var (line, column) = JsonPositions.Of(at.Parent is JProperty field ? field : at);
        findings.Add(new Finding { Severity = severity, Code = code, Asset = declaration.Asset, File = declaration.File, Line = line, Column = column, Message = message });
    }
}
