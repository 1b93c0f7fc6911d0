using Layercake.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>Answers what failed in a sentence of ours, with the headers of every answer: Kestrel's own answer would have neither.</summary>
internal static class ErrorAnswers
{
    public static IApplicationBuilder UseErrorAnswers(this IApplicationBuilder app) =>
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                StatusCodeSelector = error =>
                    error switch
                    {
                        BadHttpRequestException refused => refused.StatusCode,
                        AccessDeniedException => StatusCodes.Status403Forbidden,
                        _ => StatusCodes.Status500InternalServerError,
                    },
                ExceptionHandler = context =>
                {
                    context.Response.ContentType = "text/plain; charset=utf-8";
                    return context.Response.WriteAsync("Something went wrong, and nothing was started. Load the page again.");
                },
            }
        );
}
