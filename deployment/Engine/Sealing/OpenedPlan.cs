using System.IO.Compression;
using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>A sealed plan whose archive holds exactly what it lists, with its contents in a folder that only this run may read.</summary>
public sealed class OpenedPlan : IDisposable
{
    /// <summary>Deeper than a declaration may be, by what a plan puts around it.</summary>
    private const int DeepestLevel = StrictJsonReader.DeepestLevel + 5;

    private readonly byte[] document;
    private const string Prefix = "layercake-plan-";

    private readonly string folder;

    private OpenedPlan(SealedPlan sealedPlan, byte[] document, string id, string folder) =>
        (Plan, this.document, Id, this.folder) = (sealedPlan, document, id, folder);

    public SealedPlan Plan { get; }

    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <param name="id">The id of the plan that was approved; null where nobody says it.</param>
    /// <param name="unpack">Whether its contents are needed; they are checked in any case.</param>
    /// <param name="isStrict">See <see cref="SealedPlan.IsStrict"/>.</param>
    /// <param name="confirmed">See <see cref="SealedPlan.Confirmed"/>.</param>
    /// <exception cref="SealedPlanException">It is no plan, another plan, or not what was sealed.</exception>
    public static OpenedPlan Open(string path, string? id, bool unpack = true, bool isStrict = false, string? confirmed = null)
    {
        RemoveLeftovers();
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Open(new PlanArchive(zip), id, folder, unpack, plan => plan with { IsStrict = isStrict, Confirmed = confirmed });
        }
        catch (Exception e)
        {
            Directory.Delete(folder, recursive: true);
            if (DiskErrors.Is(e))
                throw SealedPlanException.NoPlan($"it cannot be read as a sealed plan: {DiskErrors.Words(e, path)}.", e);

            throw;
        }
    }

    /// <summary>The document as it was sealed, with a blank for each text in it that is or looks like a secret.</summary>
    public string Text(Redactor redactor)
    {
        var shown = JsonText.Parse(Encoding.UTF8.GetString(document), DeepestLevel);
        foreach (var value in shown.Descendants().OfType<JValue>().Where(value => value.Value is string).ToList())
            value.Value = redactor.Redact((string)value.Value!);
        return JsonValues.Canonical(shown);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// Removes what a run that was killed a day ago or earlier left behind. What is not ours cannot be removed, and stays.
    /// </summary>
    private static void RemoveLeftovers()
    {
        try
        {
            foreach (var old in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
                if (old.LastWriteTimeUtc < TimeProvider.System.GetUtcNow().AddDays(-1))
                    old.Delete(recursive: true);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // It only takes up room.
        }
    }

    private static OpenedPlan Open(PlanArchive archive, string? id, string folder, bool unpack, Func<SealedPlan, SealedPlan> asked)
    {
        var bytes = archive.Document() ?? throw SealedPlanException.NoPlan($"it has no {SealedPlanFile.Document}.");
        var read = SealedPlanFile.IdOf(bytes);
        if (id is not null && !string.Equals(id, read, StringComparison.OrdinalIgnoreCase))
            throw new SealedPlanException(
                SealedPlanException.Other,
                read.StartsWith(id, StringComparison.OrdinalIgnoreCase)
                    ? $"its id begins with {id}, and that may be so of another plan too. Give all {read.Length} digits with --plan-id."
                    : $"its id is {read}, and the plan that was approved has the id {id}. Apply the plan that was approved, or have this "
                        + "one approved."
            );

        var plan = Parse(bytes, digest => Path.Combine(folder, SealedPlanFile.HexOf(digest)));
        archive.Check(plan, unpack);
        return new OpenedPlan(asked(plan), bytes, read, folder);
    }

    private static SealedPlan Parse(byte[] bytes, Func<string, string> contents)
    {
        JObject document;
        try
        {
            document = JsonText.Parse(Encoding.UTF8.GetString(bytes), DeepestLevel);
        }
        catch (JsonProblem e)
        {
            throw SealedPlanException.NoPlan($"its {SealedPlanFile.Document} cannot be read: {e.Message}", e);
        }

        if (document["format"] is not JValue { Value: long format } || format != SealedPlan.CurrentFormat)
            throw SealedPlanException.NoPlan(
                $"it is of format {document["format"]?.ToString() ?? "(none)"}, and this version reads format {SealedPlan.CurrentFormat}."
            );
        if (!Encoding.UTF8.GetBytes(JsonValues.Canonical(document)).AsSpan().SequenceEqual(bytes))
            throw SealedPlanException.Changed($"its {SealedPlanFile.Document} is not in the form that it was written in.");

        try
        {
            return SealedPlanDocument.Read(document, contents);
        }
        catch (FormatException e)
        {
            throw SealedPlanException.NoPlan($"its {SealedPlanFile.Document} is not that of a plan: {e.Message}", e);
        }
    }
}
