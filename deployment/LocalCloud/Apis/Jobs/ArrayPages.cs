using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Version 2.2 gives long arrays of one job or run in pages of 100; an array that ended is left out of the pages after.</summary>
internal static class ArrayPages
{
    private const int Size = 100;

    private const string What = "elements";

    private static readonly string[] Paged = ["tasks", "job_clusters", "environments", "parameters", "job_parameters", "iterations"];

    /// <summary>Leaves one page in <paramref name="holder"/> and notes in <paramref name="root"/> how to get the next.</summary>
    /// <param name="holder">The object with the arrays: a job's settings, or the run itself.</param>
    public static void Cut(JObject root, JObject holder, string? token)
    {
        var page = token is null ? 0 : PageToken.Read(token, What);
        var pages = Math.Max(1, (Longest(holder) + Size - 1) / Size);
        if (page >= pages)
            throw PageToken.Invalid(token!);

        Keep(holder, (int)page);
        if (page + 1 >= pages)
            return;

        root["has_more"] = true;
        root["next_page_token"] = PageToken.Of(page + 1, What);
    }

    /// <summary>Leaves the first page, as lists do: they say that there is more, and <c>get</c> has it.</summary>
    public static void CutFirst(JObject root, JObject holder)
    {
        if (Longest(holder) <= Size)
            return;

        Keep(holder, 0);
        root["has_more"] = true;
    }

    private static int Longest(JObject holder) => Paged.Max(name => (holder[name] as JArray)?.Count ?? 0);

    private static void Keep(JObject holder, int page)
    {
        foreach (var name in Paged)
            if (holder[name] is JArray array && (page > 0 || array.Count > Size))
            {
                var kept = array.Skip(page * Size).Take(Size).ToList();
                if (kept.Count > 0)
                    holder[name] = new JArray(kept);
                else
                    holder.Remove(name);
            }
    }
}
